-- Version 16 of the server's database: what was looked at on phones stands in the access log, each look once.

-- Which look of a phone a row is about; none for what was seen here.
ALTER TABLE access_log ADD COLUMN look BLOB;
CREATE UNIQUE INDEX access_log_by_look ON access_log (authority, look) WHERE look IS NOT NULL;
