//! Build tasks: demo, test, bench, bindings.

fn main() {}
