//! Links SQLite3MultipleCiphers, the one SQLite of phone and server.
