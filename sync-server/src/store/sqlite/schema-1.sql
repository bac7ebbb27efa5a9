-- Version 1 of the server's database.
--
-- Tables are of three kinds: [journal] what was signed and received, only ever added to (bodies may be erased);
-- [register] derived from journals and rebuilt from them; [server] the server's own keys, settings and logs.
-- `place` is notebook × 2^32 + seq: one number, ascending within a notebook.

-- [server] one row.
CREATE TABLE server (
    only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
    id BLOB NOT NULL CHECK (length(id) = 16),
    generation INTEGER NOT NULL
) STRICT;

-- [server] keys that sign receipts and server journals, oldest first.
CREATE TABLE receipt_key (
    number INTEGER PRIMARY KEY,
    seed BLOB NOT NULL CHECK (length(seed) = 32),
    handover BLOB
) STRICT;

-- [server] certificates, addresses and the like.
CREATE TABLE setting (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- [register] tenants; the end of each one's server journal.
CREATE TABLE authority (
    number INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE CHECK (length(id) = 16),
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    journal BLOB NOT NULL UNIQUE CHECK (length(journal) = 16),
    head_seq INTEGER,
    head_hash BLOB
) STRICT;

-- [journal] the server's own, one chain for each authority.
CREATE TABLE server_entry (
    place INTEGER PRIMARY KEY,
    header BLOB NOT NULL,
    state INTEGER NOT NULL,
    erased_by INTEGER,
    salt BLOB,
    body BLOB,
    signature BLOB NOT NULL
) STRICT;

-- [register] officers.
CREATE TABLE officer (
    authority INTEGER NOT NULL REFERENCES authority,
    id BLOB NOT NULL,
    code TEXT NOT NULL,
    name TEXT NOT NULL,
    team TEXT NOT NULL,
    PRIMARY KEY (authority, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX officer_by_code ON officer (authority, code);

-- [server] hashes of single-use codes.
CREATE TABLE enrol_code (
    hash BLOB PRIMARY KEY,
    authority INTEGER NOT NULL REFERENCES authority,
    officer BLOB NOT NULL,
    expires INTEGER NOT NULL,
    notebook BLOB
) STRICT, WITHOUT ROWID;

-- [register] enrolled notebooks and what is held of each.
CREATE TABLE notebook (
    number INTEGER PRIMARY KEY,
    authority INTEGER NOT NULL REFERENCES authority,
    id BLOB NOT NULL,
    officer BLOB NOT NULL,
    public_key BLOB NOT NULL,
    token BLOB NOT NULL UNIQUE,
    enrolled INTEGER NOT NULL,
    head_seq INTEGER NOT NULL,
    head_hash BLOB NOT NULL,
    head_signature BLOB NOT NULL,
    bodies BLOB NOT NULL,
    journal_head INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    fork INTEGER,
    continued_by BLOB,
    UNIQUE (authority, id)
) STRICT;

-- [journal] headers of notebooks, byte for byte.
CREATE TABLE entry (
    place INTEGER PRIMARY KEY,
    header BLOB NOT NULL
) STRICT;

-- [journal] bodies: state 0 present, 1 erased by an entry, 2 purged.
CREATE TABLE body (
    place INTEGER PRIMARY KEY,
    state INTEGER NOT NULL,
    erased_by INTEGER,
    salt BLOB,
    bytes BLOB
) STRICT;
CREATE INDEX body_erased ON body (place) WHERE state = 1;

-- [journal] entries of further branches of a forked notebook, kept beside the first.
CREATE TABLE branch (
    notebook INTEGER NOT NULL REFERENCES notebook,
    hash BLOB NOT NULL,
    seq INTEGER NOT NULL,
    header BLOB NOT NULL,
    salt BLOB,
    bytes BLOB,
    PRIMARY KEY (notebook, hash)
) STRICT, WITHOUT ROWID;

-- [register] entries held but not applied, and why.
CREATE TABLE rejection (
    place INTEGER PRIMARY KEY,
    code TEXT NOT NULL
) STRICT;

-- [register] entries that tell of patrols, by record; kind is empty while a coarse header hides it.
CREATE TABLE record_entry (
    notebook INTEGER NOT NULL REFERENCES notebook,
    record BLOB NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    PRIMARY KEY (notebook, record, seq)
) STRICT, WITHOUT ROWID;

-- [register] patrols; `wanted` grows with each entry that changes what can be derived, `derived` follows it.
CREATE TABLE patrol (
    number INTEGER PRIMARY KEY,
    authority INTEGER NOT NULL REFERENCES authority,
    notebook INTEGER NOT NULL REFERENCES notebook,
    record BLOB NOT NULL,
    is_open INTEGER NOT NULL,
    span_from INTEGER NOT NULL,
    span_to INTEGER NOT NULL,
    wanted INTEGER NOT NULL,
    derived INTEGER NOT NULL,
    waiting_since INTEGER NOT NULL,
    UNIQUE (notebook, record)
) STRICT;
CREATE INDEX patrol_waiting ON patrol (number) WHERE derived < wanted;
CREATE INDEX patrol_by_time ON patrol (authority, span_to);

-- [register] published presence of a patrol and the hash of what it was derived from; outlives the track.
CREATE TABLE presence (
    patrol INTEGER PRIMARY KEY REFERENCES patrol,
    input BLOB NOT NULL,
    comparison INTEGER NOT NULL,
    figures BLOB NOT NULL
) STRICT;

-- [register] alarms raised, so that each is raised once.
CREATE TABLE alarm (
    authority INTEGER NOT NULL REFERENCES authority,
    notebook BLOB NOT NULL,
    kind TEXT NOT NULL,
    about BLOB NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (authority, notebook, kind, about)
) STRICT, WITHOUT ROWID;

-- [register] briefings published, by the journal entry that says so.
CREATE TABLE briefing (
    authority INTEGER NOT NULL REFERENCES authority,
    seq INTEGER NOT NULL,
    manifest BLOB NOT NULL,
    objects BLOB NOT NULL,
    PRIMARY KEY (authority, seq)
) STRICT, WITHOUT ROWID;

-- [journal] briefing objects, named by their hash.
CREATE TABLE briefing_object (
    number INTEGER PRIMARY KEY,
    authority INTEGER NOT NULL REFERENCES authority,
    hash BLOB NOT NULL,
    bytes BLOB NOT NULL,
    UNIQUE (authority, hash)
) STRICT;

-- [server] who saw what for which purpose, as data-protection law asks.
CREATE TABLE access_log (
    number INTEGER PRIMARY KEY,
    authority INTEGER NOT NULL REFERENCES authority,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    purpose TEXT NOT NULL,
    what TEXT NOT NULL,
    reason TEXT
) STRICT;
