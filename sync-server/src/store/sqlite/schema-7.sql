-- Version 7 of the server's database: roles of officers, and whom a body of the server's journal is for.

-- [register] all roles of an officer with their terms, as JSON, from the authority's own journal.
CREATE TABLE officer_role (
    authority INTEGER NOT NULL REFERENCES authority,
    officer BLOB NOT NULL,
    roles TEXT NOT NULL,
    PRIMARY KEY (authority, officer)
) STRICT, WITHOUT ROWID;

-- Whose phones get the body, as JSON; none for everyone. Written with the entry, from its body.
ALTER TABLE server_entry ADD COLUMN audience TEXT;
UPDATE server_entry SET audience = '"desk"'
WHERE json_extract(CAST(header AS TEXT), '$.kind') = 'patrol_end_stated';
