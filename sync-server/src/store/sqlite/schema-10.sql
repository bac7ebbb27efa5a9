-- Version 10 of the server's database: one current index of notices given before.

-- An order book that another one has replaced keeps its orders and rule sets, for paper made under them; its index and
-- the groups of notices given before that are in none any more are gone. What is left to know is which groups the book
-- that replaced it added, so that a phone is sent those and no others. NULL: not replaced, or replaced before version 10.
ALTER TABLE briefing ADD COLUMN added BLOB;
