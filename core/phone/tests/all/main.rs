//! All tests of the phone's program, in one binary: each would link the whole library again.

mod answered;
mod applies;
mod cards;
mod come_back;
mod command_line;
mod council;
mod damage;
mod encampments;
mod gpx;
mod handed_over;
mod premises;
mod program;
mod ring_first;
mod short_days;
#[allow(dead_code, reason = "the stories of the library use the rest")]
#[path = "../../../device/tests/all/support/mod.rs"]
mod support;
mod who;
mod wording;
