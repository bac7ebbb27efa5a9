//! Help on the street and the count of people sleeping rough, as rules.

pub mod cell;
pub mod concern;
pub mod consent;
pub mod disclosure;
pub mod emergency;
pub mod grid;
pub mod identity;
pub mod months;
mod osgb;
pub mod shown;
