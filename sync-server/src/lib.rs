//! Ingest, server journal, register, presence jobs, reports, admin commands.
//!
//! A library with one binary beside it: [`Server::start`] runs a whole server inside any process, which is how
//! tests meet it over real TLS.

pub mod admin;
pub mod auth;
pub mod bundle;
pub mod cards;
pub mod children;
pub mod clock;
pub mod consents;
pub mod consult;
pub mod counts;
pub mod cursor;
pub mod drafts;
pub mod duty;
pub mod encampments;
pub mod encounters;
pub mod endings;
mod error;
pub mod hazards;
pub mod home;
pub mod http;
pub mod ingest;
pub mod journal;
pub mod keeping;
pub mod known;
mod made_under;
pub mod notices;
pub mod orders;
pub mod outreach;
pub mod person;
mod person_notices;
mod person_places;
mod person_tasks;
pub mod presence;
pub mod printing;
mod random;
pub mod register;
pub mod report;
mod rereading;
pub mod restore;
pub mod reviews;
mod server;
pub mod service;
mod settling;
mod setup;
mod sightings;
pub mod store;
pub mod templates;
pub mod ticket;
pub mod tls;
pub mod verify;
mod visits;
pub mod welfare;
pub mod zones;

pub use error::{Fault, ServerError};
pub use server::{Config, RunningServer, Server};
pub use setup::{Certificates, Setup, init};
