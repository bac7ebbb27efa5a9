//! Help on the street and the count of people sleeping rough, as rules: where a bed is told and to whom, who was seen
//! when, what adds up to a worry, what may be passed on.
//!
//! None of it reads enforcement records, and none is read for enforcement. Nothing here refers, merges or decides by
//! itself: it tells a person what is due.
//!
//! [`grid`] and [`cell`] are places on the National Grid, [`emergency`] is what to say to 999, [`shown`] what others
//! than the own team see. [`identity`] is a person without a name, [`recognised`] whether two are one, [`months`] when they
//! were seen. [`hazards`] are dangers of a place, [`risk`] is the assessment a check ends with. [`concern`], [`consent`] and [`disclosure`] are worries and the two ways to pass them on.
//! [`sleeping`] is the official definition.

pub mod cell;
pub mod cold;
pub mod concern;
pub mod consent;
pub mod disclosure;
pub mod emergency;
pub mod grid;
pub mod hazards;
pub mod identity;
pub mod months;
mod osgb;
pub mod placements;
pub mod recognised;
pub mod risk;
pub mod services;
pub mod shown;
pub mod sleeping;
