//! Orders: what is forbidden or required where, when and by whom – and what of it applies here, now.

pub mod legal_time;
pub mod order;
pub mod times;
