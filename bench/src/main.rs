//! The figures of cargo xtask bench.

fn main() {}
