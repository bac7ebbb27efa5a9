-- Version 17 of the server's database: where an encampment or a tent stood goes to no phone once it is told anew.

-- Place in the server's journal of what phones were told last.
ALTER TABLE encampment_standing ADD COLUMN place INTEGER;
-- What was told until now stays at the desk, and all of it is told anew at the next look.
UPDATE server_entry SET audience = '"desk"' WHERE instr(header, CAST('"kind":"encampment_standing"' AS BLOB)) > 0;
UPDATE encampment_standing SET told = '';
DELETE FROM encampment_told;
