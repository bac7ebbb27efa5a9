//! Whole days with real phones and a real server in one process, over real TLS.
//!
//! A story says what an officer does; the phones and the server are the library's own. Nothing here is a
//! stand-in for a part of Beatbook.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a story that cannot go on fails")]

pub mod attacker;
pub mod beat;
pub mod bundles;
pub mod car_park;
pub mod card;
pub mod count_night;
pub mod encampment;
pub mod engagement;
pub mod estate;
pub mod force;
pub mod homeless;
pub mod keeping;
pub mod outreach;
pub mod pages;
pub mod phone;
pub mod planted;
pub mod reviews;
pub mod routes;
pub mod tent;
pub mod untidy;
pub mod walk;
