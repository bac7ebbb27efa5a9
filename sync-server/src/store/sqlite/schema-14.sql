-- Version 14 of the server's database: keeping times and holds.

-- When a body was taken in, by the server's clock, which is never behind itself here; UTC milliseconds. Of what was here
-- before nobody knows: not after its notebook was last seen. State 3: erased by an entry of the authority's own journal.
ALTER TABLE body ADD COLUMN taken INTEGER;
UPDATE body SET taken = (SELECT n.last_seen FROM notebook n WHERE n.number = body.place >> 32);
CREATE INDEX body_forgotten ON body (place) WHERE state = 3;

-- Bodies of the authority's own journal that are erased.
CREATE INDEX server_entry_erased ON server_entry (place) WHERE state = 1;

-- [register] holds in force, from the authority's own journal.
CREATE TABLE hold (
    authority INTEGER NOT NULL REFERENCES authority,
    hold BLOB NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (authority, hold)
) STRICT, WITHOUT ROWID;
CREATE INDEX hold_by_record ON hold (authority, record);

-- [register] in which months somebody was seen, by the welfare service's key: all that stays of a person whose records
-- are erased. JSON.
CREATE TABLE months_seen (
    authority INTEGER NOT NULL REFERENCES authority,
    person TEXT NOT NULL,
    seen TEXT NOT NULL,
    PRIMARY KEY (authority, person)
) STRICT, WITHOUT ROWID;

-- The local day on which the track went, and since when figures cannot be worked out again.
ALTER TABLE presence ADD COLUMN recomputable_until TEXT;
