//! All stories of the notebook's file, in one binary: each would link SQLite again.

mod common;
mod disk_full;
mod independent_reader;
mod kill;
mod migrations;
mod opening;
mod secrecy;
mod set_aside;
mod writing;
