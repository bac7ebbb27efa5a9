//! Formats that phone and server agree on: ids, headers, hash chain, signatures, receipts, sync messages, limits.
