//! From fixes to presence and visits: the fence of zones and the engine that walks a track through it.
//!
//! Read in this order: `index` (zones), `filter` (which fixes count), `engine` (the pass), `near` (one
//! zone in one step), `stay` (visits), `told` (the result). Why it is so: docs/adr/0004 and 0005.

mod around;
mod boxes;
mod clock;
mod edges;
mod engine;
mod filter;
mod index;
mod live;
mod near;
mod nearest;
mod overlapping;
mod pace;
mod part;
mod prebuilt;
mod scale;
mod stay;
mod told;
mod whole;

pub use around::{ZoneAround, area_around, metres_between};
pub use clock::{Boot, Timeline};
pub use edges::Bounds;
pub(crate) use engine::derive_within;
pub use engine::{BootRun, Declared, ModeChange, TrackEngine, derive, derive_with_timeline};
pub use index::{Fence, FenceError, ZoneAt};
pub use live::{LivePresence, LiveZone};
pub use part::Piece;
pub use prebuilt::PrebuiltError;
pub(crate) use scale::Scale;
