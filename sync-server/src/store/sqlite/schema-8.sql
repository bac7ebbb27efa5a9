-- Version 8 of the server's database: welfare records.

-- [register] which entries tell of a welfare record; their headers say no more than "welfare".
CREATE TABLE welfare_entry (
    notebook INTEGER NOT NULL REFERENCES notebook,
    record BLOB NOT NULL,
    seq INTEGER NOT NULL,
    PRIMARY KEY (notebook, record, seq)
) STRICT, WITHOUT ROWID;
