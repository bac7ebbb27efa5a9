//! Tells the library when it was built: a phone whose clock says an earlier date is certainly wrong.
#![allow(clippy::print_stdout, reason = "this is how a build script speaks to cargo")]

use std::time::{SystemTime, UNIX_EPOCH};

fn main() {
    println!("cargo::rerun-if-env-changed=SOURCE_DATE_EPOCH");
    println!("cargo::rerun-if-changed=src");
    let given = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse::<u64>().ok());
    let clock = || SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
    println!("cargo::rustc-env=BEATBOOK_BUILT={}", given.unwrap_or_else(clock));
}
