//! Orders: what is forbidden or required where, when and by whom – and what of it applies here, now.

pub mod times;
