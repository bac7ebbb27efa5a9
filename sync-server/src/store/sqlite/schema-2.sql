-- Version 2 of the server's database: what a restore has lost for good, what is to be read again, who has read.

-- [journal] entries a restore lost and the phone had purged, and the receipt that shows that they were held here:
-- the entry it ends with, once it comes again, has to have this hash.
CREATE TABLE lost (
    notebook INTEGER NOT NULL REFERENCES notebook,
    first INTEGER NOT NULL,
    last INTEGER NOT NULL,
    receipt BLOB NOT NULL,
    proven_seq INTEGER NOT NULL,
    proven_hash BLOB NOT NULL,
    PRIMARY KEY (notebook, first)
) STRICT, WITHOUT ROWID;

-- Bodies that phones had purged before we had them again.
CREATE INDEX body_purged ON body (place) WHERE state = 2;

-- Which version of the fold could not use the entry; a later one reads it again.
ALTER TABLE rejection ADD COLUMN fold INTEGER NOT NULL DEFAULT 0;
CREATE INDEX rejection_by_fold ON rejection (fold);

CREATE INDEX access_log_by_time ON access_log (authority, at);
