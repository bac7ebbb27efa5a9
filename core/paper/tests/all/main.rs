//! All tests of what is printed, in one binary: each would link templates and fonts' libraries again.

mod common;
mod copies;
mod golden_html;
mod hostile;
mod print;
mod templates;
mod wording;
