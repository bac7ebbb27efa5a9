-- Version 11 of the server's database: encampments and tents.

-- [register] what tells of encampments and tents, in the order in which it was taken in: entries of notebooks, and of the authority's
-- own journal where notebook is none. The order says only whether something has come since; the fold has its own.
CREATE TABLE encampment_entry (
    taken INTEGER PRIMARY KEY AUTOINCREMENT,
    authority INTEGER NOT NULL REFERENCES authority,
    notebook INTEGER REFERENCES notebook,
    record BLOB NOT NULL,
    seq INTEGER NOT NULL,
    UNIQUE (notebook, seq)
) STRICT;
CREATE INDEX encampment_entry_by_authority ON encampment_entry (authority);

-- [register] where each encampment stands, as phones were told last: JSON, from the authority's own journal.
CREATE TABLE encampment_standing (
    authority INTEGER NOT NULL REFERENCES authority,
    encampment BLOB NOT NULL,
    told TEXT NOT NULL,
    PRIMARY KEY (authority, encampment)
) STRICT, WITHOUT ROWID;

-- [register] how much had been told of encampments when phones were told where they stand.
CREATE TABLE encampment_told (
    authority INTEGER PRIMARY KEY REFERENCES authority,
    last INTEGER NOT NULL,
    bodies INTEGER NOT NULL
) STRICT;
