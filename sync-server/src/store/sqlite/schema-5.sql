-- Version 5 of the server's database: numbers the server issues from itself, and what the register keeps of a notice
-- whose body is erased.

-- A block without a notebook is the server's own. A table that others refer to cannot change a column's NOT NULL.
CREATE TABLE number_block_5 (
    number INTEGER PRIMARY KEY,
    authority INTEGER NOT NULL REFERENCES authority,
    notebook INTEGER REFERENCES notebook,
    generation INTEGER NOT NULL,
    code TEXT NOT NULL,
    series TEXT NOT NULL,
    digit INTEGER NOT NULL,
    first INTEGER NOT NULL,
    count INTEGER NOT NULL,
    UNIQUE (code, series, digit, first)
) STRICT;
INSERT INTO number_block_5 SELECT number, authority, notebook, generation, code, series, digit, first, count
FROM number_block;
CREATE TABLE number_given_up_5 (
    block INTEGER NOT NULL REFERENCES number_block_5,
    place INTEGER NOT NULL,
    count INTEGER NOT NULL,
    PRIMARY KEY (block, place)
) STRICT, WITHOUT ROWID;
INSERT INTO number_given_up_5 SELECT block, place, count FROM number_given_up;
DROP TABLE number_given_up;
DROP TABLE number_block;
ALTER TABLE number_block_5 RENAME TO number_block;
ALTER TABLE number_given_up_5 RENAME TO number_given_up;
CREATE INDEX number_block_by_notebook ON number_block (notebook);

-- The notice as the register counts it, as JSON; no person is in it, and it outlives the body.
ALTER TABLE notice_number ADD COLUMN issued TEXT;
-- Whether it was issued by post from a draft of the notebook.
ALTER TABLE notice_number ADD COLUMN posted INTEGER NOT NULL DEFAULT 0;
