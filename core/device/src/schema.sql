-- A notebook. Three kinds of tables, and two more that belong to this phone only:
--   journal     what the officer's entries are; append-only, the truth
--   projection  what they say; rebuilt from the journal by `rebuild`
--   mirror      what came from the server; fetched again from cursor zero
--   hot         fixes on their way into the journal
--   local       this phone's own: keys, what the server has signed, what is still to be sent
-- Primary keys are sequential integers: random ones are three times slower in this file format.

-- journal: one line each. A body and its salt are gone (NULL) once erased or purged.
CREATE TABLE entry (
  seq    INTEGER PRIMARY KEY,
  header BLOB NOT NULL,
  salt   BLOB,
  body   BLOB,
  -- 0 present, 1 erased, 2 purged
  state  INTEGER NOT NULL DEFAULT 0,
  -- the entry that erased it
  erased_by INTEGER,
  CHECK (state IN (0, 1, 2) AND (state = 0) = (body IS NOT NULL) AND (body IS NULL) = (salt IS NULL)
         AND (state = 1) = (erased_by IS NOT NULL))
) STRICT;

-- journal: the last header of a purged prefix, with the receipt that allowed it. At most one row.
CREATE TABLE checkpoint (
  id      INTEGER PRIMARY KEY CHECK (id = 1),
  seq     INTEGER NOT NULL,
  hash    BLOB NOT NULL,
  receipt BLOB NOT NULL
) STRICT;

-- projection: each patrol as its entries tell it, by the number of its first entry.
CREATE TABLE patrol (
  seq    INTEGER PRIMARY KEY,
  record BLOB NOT NULL,
  -- JSON of the fold
  told   TEXT NOT NULL,
  -- number of the first part of what the phone derived at sign-off, and the zone manifest it was derived with
  summary  INTEGER,
  manifest BLOB
) STRICT;
CREATE UNIQUE INDEX patrol_record ON patrol (record);

-- projection: pocket-book notes.
CREATE TABLE note (
  seq    INTEGER PRIMARY KEY,
  wall   INTEGER NOT NULL,
  patrol BLOB,
  basis  TEXT NOT NULL,
  text   TEXT NOT NULL
) STRICT;

-- projection: each encounter as its entries tell it. Ids of records grow with time: the table is its own index.
CREATE TABLE encounter (
  record BLOB PRIMARY KEY,
  -- number of its first entry
  seq    INTEGER NOT NULL,
  -- JSON of the fold
  told   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- projection: each notice as its entries tell it.
CREATE TABLE notice (
  record    BLOB PRIMARY KEY,
  seq       INTEGER NOT NULL,
  -- as printed; NULL for a draft
  number    TEXT,
  encounter BLOB NOT NULL,
  told      TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- projection: what was told of orders' signs, by the number of its entry: which tasks are open for this officer.
CREATE TABLE sign_note (
  seq    INTEGER PRIMARY KEY,
  record BLOB NOT NULL,
  -- JSON of the body
  told   TEXT NOT NULL
) STRICT;

-- projection: which entries tell of which engagement; the fold is made when asked.
CREATE TABLE work_entry (
  record BLOB NOT NULL,
  seq    INTEGER NOT NULL,
  work   TEXT NOT NULL,
  PRIMARY KEY (record, seq)
) STRICT, WITHOUT ROWID;

-- projection: each welfare record as its entries tell it.
CREATE TABLE welfare (
  record BLOB PRIMARY KEY,
  seq    INTEGER NOT NULL,
  told   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- projection: this phone's part of each count as its entries tell it.
CREATE TABLE count_part (
  record BLOB PRIMARY KEY,
  seq    INTEGER NOT NULL,
  told   TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- projection: which entries tell of which encampment or tent; others tell of it in other journals, so the fold is made when asked.
CREATE TABLE encampment_entry (
  record BLOB NOT NULL,
  seq    INTEGER NOT NULL,
  PRIMARY KEY (record, seq)
) STRICT, WITHOUT ROWID;

-- mirror: the server's journal as far as it was pulled.
CREATE TABLE server_entry (
  seq    INTEGER PRIMARY KEY,
  kind   TEXT NOT NULL,
  header BLOB NOT NULL,
  salt   BLOB,
  body   BLOB
) STRICT;

-- mirror: briefing objects by the hash of their bytes.
CREATE TABLE briefing_object (
  id    INTEGER PRIMARY KEY,
  hash  BLOB NOT NULL UNIQUE,
  bytes BLOB NOT NULL
) STRICT;

-- mirror: the newest order book all of whose objects are in briefing_object. At most one row.
CREATE TABLE order_book (
  id   INTEGER PRIMARY KEY CHECK (id = 1),
  book BLOB NOT NULL
) STRICT;

-- mirror: briefings whose zones lie ready in zone_piece. Made from briefing_object, and made again when missing
-- or in another form than the one this version reads.
CREATE TABLE zone_index (
  id       INTEGER PRIMARY KEY,
  manifest BLOB NOT NULL UNIQUE,
  -- of the prebuilt form
  version  INTEGER NOT NULL,
  -- 0 being made, 1 ready, 2 its objects cannot be used
  state    INTEGER NOT NULL
) STRICT;

-- mirror: zones that lie near each other, ready for use, and the box around them in 1e-7 degrees.
CREATE TABLE zone_piece (
  id       INTEGER PRIMARY KEY,
  briefing INTEGER NOT NULL,
  west     INTEGER NOT NULL,
  south    INTEGER NOT NULL,
  east     INTEGER NOT NULL,
  north    INTEGER NOT NULL,
  bytes    BLOB NOT NULL
) STRICT;
CREATE INDEX zone_piece_briefing ON zone_piece (briefing);

-- mirror: what people call a zone version.
CREATE TABLE zone_name (
  hash BLOB PRIMARY KEY,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  kind TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- hot: one row for each call that brought fixes, packed (31 bytes a fix).
CREATE TABLE hot (
  id     INTEGER PRIMARY KEY,
  -- the patrol's first entry
  patrol INTEGER NOT NULL,
  boot   INTEGER NOT NULL,
  -- wall clock less monotonic clock when this boot's part of the patrol began
  wall_offset INTEGER NOT NULL,
  fixes  BLOB NOT NULL
) STRICT;

-- local: entries whose bodies the server has not yet signed for, most urgent first.
CREATE TABLE outbox (
  priority INTEGER NOT NULL,
  seq      INTEGER NOT NULL,
  -- 0 waiting, 1 offered at least once, 2 refused (kept, shown, exportable, not offered again by itself)
  state    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (priority, seq)
) STRICT, WITHOUT ROWID;

-- local: entries the server holds but could not use, or cannot hold, and why.
CREATE TABLE rejected (
  seq  INTEGER PRIMARY KEY,
  code TEXT NOT NULL
) STRICT;

-- local: since when, by the server's clock and by the phone's own, the server has signed for which bodies;
-- keeping times count from here.
CREATE TABLE held (
  first  INTEGER PRIMARY KEY,
  last   INTEGER NOT NULL,
  server INTEGER NOT NULL,
  wall   INTEGER NOT NULL,
  mono   INTEGER NOT NULL,
  boot   INTEGER NOT NULL
) STRICT;

-- local: since when a sensitive task is on this phone, by its number in the server's journal: it leaves a day later, and a body
-- that is sent again leaves with it.
CREATE TABLE sensitive (
  seq    INTEGER PRIMARY KEY,
  server INTEGER NOT NULL,
  mono   INTEGER NOT NULL,
  boot   INTEGER NOT NULL
) STRICT;

-- local: whose notebook this is and how it reaches its server. One row.
CREATE TABLE notebook (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  notebook      BLOB NOT NULL,
  authority     BLOB NOT NULL,
  officer       BLOB NOT NULL,
  server        BLOB NOT NULL,
  seat          BLOB NOT NULL,
  signing_seed  BLOB NOT NULL,
  token         BLOB NOT NULL,
  address       TEXT NOT NULL,
  trust         BLOB NOT NULL,
  -- CBOR of what this notebook asks to be let in with; NULL once the server has answered
  entrance      BLOB,
  authority_code TEXT NOT NULL DEFAULT '',
  officer_code   TEXT NOT NULL DEFAULT '',
  -- first entry on which the server knows another branch; NULL while open
  retired       INTEGER,
  -- the zone manifest of the patrol in progress
  patrol_manifest BLOB
) STRICT;

-- local: where the exchange with the server stands. One row.
CREATE TABLE exchange (
  id             INTEGER PRIMARY KEY CHECK (id = 1),
  -- newest receipt, as signed, and the keys that may sign it, newest first (32 bytes each)
  receipt        BLOB,
  receipt_keys   BLOB NOT NULL,
  -- how each of those keys came from the one before, as the server showed it; none if they never changed
  handovers      BLOB,
  -- highest header ever sent; -1 before the first
  offered        INTEGER NOT NULL DEFAULT -1,
  cursor         BLOB,
  -- the newest briefing whose objects are all here
  manifest       BLOB,
  -- whether something came, since objects were last looked through, that others may have to go for
  unsifted       INTEGER NOT NULL DEFAULT 0,
  -- last signed server time with the phone's clocks at that moment
  anchor_server  INTEGER,
  anchor_wall    INTEGER,
  anchor_mono    INTEGER,
  anchor_boot    INTEGER,
  last_sync      INTEGER,
  -- retry: failures in a row, most entries a request, and the wait, by both clocks
  failures       INTEGER NOT NULL DEFAULT 0,
  batch          INTEGER NOT NULL DEFAULT 1024,
  wait_wall      INTEGER,
  wait_mono      INTEGER,
  wait_boot      INTEGER,
  wait_ms        INTEGER,
  wait_asked     INTEGER NOT NULL DEFAULT 0
) STRICT;

-- local: blocks of notice numbers (JSON) in the order they came, and how far each is spent. Its twin is the marks file
-- beside the notebook, outside backups.
CREATE TABLE number_block (
  id    INTEGER PRIMARY KEY,
  block TEXT NOT NULL UNIQUE,
  spent INTEGER NOT NULL DEFAULT 0,
  burnt INTEGER NOT NULL DEFAULT 0
) STRICT;

-- local: for which paper numbers are wanted; the entry that says so is in the journal.
CREATE TABLE number_want (
  authority TEXT NOT NULL,
  training  INTEGER NOT NULL,
  PRIMARY KEY (authority, training)
) STRICT, WITHOUT ROWID;
