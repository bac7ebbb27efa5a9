-- Version 2 of a notebook: the phone's own access log.

-- local: who looked at what here, without what was seen. One row for a look; it goes to the server in an entry `looked`, and
-- leaves the phone when the body of that entry does.
CREATE TABLE access (
  number INTEGER PRIMARY KEY,
  -- JSON of the look
  told   TEXT NOT NULL,
  -- the entry it went in; 0 when a successor of this notebook has taken it over; NULL before
  entry  INTEGER
) STRICT;
