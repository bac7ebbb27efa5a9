-- Version 6 of the server's database: ends of patrols that a supervisor stated, and of notices whose body is erased.

-- [register] the newest one of each patrol, from the authority's own journal; UTC milliseconds.
CREATE TABLE stated_end (
    patrol INTEGER PRIMARY KEY REFERENCES patrol,
    at INTEGER NOT NULL
) STRICT;

-- The end its notebook made of a notice, void or withdrawn, as JSON; no person is in it, and it outlives the body.
ALTER TABLE notice_number ADD COLUMN ended TEXT;
