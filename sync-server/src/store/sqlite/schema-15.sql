-- Version 15 of the server's database: notices that may say the same are found by what they are for and when it was seen.

-- The entry of the notebook that says what is on the paper, and when the conduct was seen, UTC milliseconds; none where
-- that entry's body is gone.
ALTER TABLE notice_number ADD COLUMN told INTEGER;
ALTER TABLE notice_number ADD COLUMN seen INTEGER;

-- Of what came before: the newest draft of what was issued by post, the issue of everything else.
UPDATE notice_number SET told = words.seq, seen = words.seen
FROM (
    SELECT e.notebook, e.seq, json_extract(CAST(h.header AS TEXT), '$.kind') AS kind,
           unhex(replace(json_extract(CAST(h.header AS TEXT), '$.record'), '-', '')) AS record,
           coalesce(json_extract(CAST(b.bytes AS TEXT), '$.notice.conduct.time.at'),
                    json_extract(CAST(b.bytes AS TEXT), '$.time.at'),
                    json_extract(CAST(b.bytes AS TEXT), '$.at.wall')) AS seen,
           row_number() OVER (PARTITION BY e.notebook, json_extract(CAST(h.header AS TEXT), '$.kind'),
               json_extract(CAST(h.header AS TEXT), '$.record') ORDER BY e.seq DESC) AS newest
    FROM notice_entry e
      JOIN entry h ON h.place = e.notebook * 4294967296 + e.seq
      JOIN body b ON b.place = e.notebook * 4294967296 + e.seq
    WHERE json_valid(CAST(b.bytes AS TEXT))
      AND json_extract(CAST(h.header AS TEXT), '$.kind') IN ('notice_issued', 'notice_drafted')
) AS words
WHERE words.newest = 1 AND words.notebook = notice_number.notebook AND words.record = notice_number.record
  AND words.kind = iif(notice_number.posted, 'notice_drafted', 'notice_issued');

CREATE INDEX notice_number_by_seen ON notice_number (issued ->> '$.code', seen);
