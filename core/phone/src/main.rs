//! A command-line phone: training tool, load tool, and what the demo uses.

fn main() {}
