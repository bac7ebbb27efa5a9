//! All stories of the phone's library in one binary: each would link SQLite, TLS and fonts again.

mod any_order;
mod btrees;
mod counts;
mod disbelief;
mod export;
mod files;
mod forgetting;
mod founding;
mod full_disk;
mod keeping;
mod kill;
mod numbers;
mod own_hours;
mod platform_trust;
mod rebuild;
mod sealing;
mod sensitive;
mod shift;
mod sizes;
mod successor;
mod support;
mod sync;
mod welfare;
mod withdrawn;
mod wrong_clocks;
mod zones;
