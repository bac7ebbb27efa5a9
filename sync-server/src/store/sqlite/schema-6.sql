-- Version 6 of the server's database: ends of patrols that a supervisor stated.

-- [register] the newest one of each patrol, from the authority's own journal; UTC milliseconds.
CREATE TABLE stated_end (
    patrol INTEGER PRIMARY KEY REFERENCES patrol,
    at INTEGER NOT NULL
) STRICT;
