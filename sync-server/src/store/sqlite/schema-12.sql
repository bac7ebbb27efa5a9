-- Version 12 of the server's database: registers of the beat – engagements, operations.

-- [register] what tells for which register, in the order in which it was taken in: entries of notebooks, and of the
-- authority's own journal where notebook is none. The order says only whether something has come since; each fold has its own.
CREATE TABLE work_entry (
    taken INTEGER PRIMARY KEY AUTOINCREMENT,
    authority INTEGER NOT NULL REFERENCES authority,
    notebook INTEGER REFERENCES notebook,
    work TEXT NOT NULL,
    record BLOB NOT NULL,
    seq INTEGER NOT NULL,
    UNIQUE (notebook, seq)
) STRICT;
CREATE INDEX work_entry_by_authority ON work_entry (authority, work);

-- Encounters that came before: what a notice belongs to. Those of outreach and counts hide their kind and stay out.
INSERT OR IGNORE INTO work_entry (authority, notebook, work, record, seq)
SELECT n.authority, n.number, 'operation', unhex(replace(json_extract(CAST(e.header AS TEXT), '$.record'), '-', '')),
       e.place & 4294967295
FROM entry e JOIN notebook n ON n.number = e.place >> 32
WHERE json_extract(CAST(e.header AS TEXT), '$.kind') = 'encounter_opened'
ORDER BY e.place;
