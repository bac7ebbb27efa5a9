//! Ingest, server journal, register, presence jobs, reports, admin commands.

pub mod report;
