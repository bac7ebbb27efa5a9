-- Version 3 of the server's database: notices and their numbers.

-- [register] entries that tell of notices, by their header.
CREATE TABLE notice_entry (
    notebook INTEGER NOT NULL REFERENCES notebook,
    seq INTEGER NOT NULL,
    PRIMARY KEY (notebook, seq)
) STRICT, WITHOUT ROWID;

-- [register] blocks of notice numbers, each in one entry of a server journal. A code is one space of numbers even if
-- two authorities have it.
CREATE TABLE number_block (
    number INTEGER PRIMARY KEY,
    authority INTEGER NOT NULL REFERENCES authority,
    notebook INTEGER NOT NULL REFERENCES notebook,
    generation INTEGER NOT NULL,
    code TEXT NOT NULL,
    series TEXT NOT NULL,
    digit INTEGER NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    UNIQUE (code, series, digit, first)
) STRICT;
CREATE INDEX number_block_by_notebook ON number_block (notebook);

-- [register] for which paper a notebook wants numbers.
CREATE TABLE number_want (
    notebook INTEGER NOT NULL REFERENCES notebook,
    code TEXT NOT NULL,
    training INTEGER NOT NULL,
    PRIMARY KEY (notebook, code, training)
) STRICT, WITHOUT ROWID;

-- [register] the notice each number is on.
CREATE TABLE notice_number (
    authority INTEGER NOT NULL REFERENCES authority,
    number TEXT NOT NULL,
    notebook INTEGER NOT NULL REFERENCES notebook,
    record BLOB NOT NULL,
    PRIMARY KEY (authority, number)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_number_by_notebook ON notice_number (notebook);

-- [register] numbers a notebook will never use, by their block.
CREATE TABLE number_given_up (
    block INTEGER NOT NULL REFERENCES number_block,
    place INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (block, place)
) STRICT, WITHOUT ROWID;
