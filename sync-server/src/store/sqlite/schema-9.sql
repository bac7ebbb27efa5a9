-- Version 9 of the server's database: rough-sleeper counts.

-- [register] what tells of counts, in the order in which it was taken in: entries of notebooks, and of the authority's
-- own journal where notebook is none. Their headers say no more than "welfare".
CREATE TABLE count_entry (
    taken INTEGER PRIMARY KEY AUTOINCREMENT,
    authority INTEGER NOT NULL REFERENCES authority,
    notebook INTEGER REFERENCES notebook,
    record BLOB,
    seq INTEGER NOT NULL,
    UNIQUE (notebook, seq)
) STRICT;
CREATE INDEX count_entry_by_authority ON count_entry (authority);

-- What came before is read again once. The true kind is the first text of such a body.
INSERT OR IGNORE INTO rejection (place, code, fold)
SELECT e.place, 'unknown_kind', 0 FROM entry e JOIN body b ON b.place = e.place
WHERE json_extract(CAST(e.header AS TEXT), '$.kind') = 'welfare'
  AND instr(b.bytes, CAST('count_' AS BLOB)) BETWEEN 1 AND 8;
