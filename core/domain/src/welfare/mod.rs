//! Help on the street and the count of people sleeping rough, as rules.

pub mod cell;
pub mod emergency;
pub mod grid;
mod osgb;
pub mod shown;
