-- Version 4 of the server's database: order books beside zones, and what officers tell of signs.

-- What was published: 0 zones, 1 an order book.
ALTER TABLE briefing ADD COLUMN kind INTEGER NOT NULL DEFAULT 0;
CREATE INDEX briefing_by_kind ON briefing (authority, kind, seq);

-- [register] entries that tell of signs.
CREATE TABLE sign_entry (
    notebook INTEGER NOT NULL REFERENCES notebook,
    seq INTEGER NOT NULL,
    PRIMARY KEY (notebook, seq)
) STRICT, WITHOUT ROWID;
