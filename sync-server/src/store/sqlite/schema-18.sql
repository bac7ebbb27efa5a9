-- Version 18 of the server's database: of a tent, too, what phones were told before version 17 goes to none that comes later.

-- The body behind a coarse header begins with its kind; what was told anew since has its place.
UPDATE server_entry SET audience = '"desk"'
 WHERE instr(substr(body, 1, 16), CAST('tent_standing' AS BLOB)) > 0
   AND place NOT IN (SELECT place FROM encampment_standing WHERE place IS NOT NULL);
-- Encampments as well, of which tents alone were counted, are told less exactly by now: all is looked at anew.
DELETE FROM encampment_told;
