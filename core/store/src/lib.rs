//! The encrypted SQLite engine behind phone and server.
