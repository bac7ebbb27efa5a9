//! The phone: notebook, journal, projections, outbox, sync client.
