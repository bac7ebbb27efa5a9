-- Version 13 of the server's database: bodies about a notice that were written for everyone.

-- What is decided about a notice, its payments, and what became of a draft: for the officer who wrote the notice, as
-- what was written since version 10 says. Where nobody is known for it, for those who read what others enforce.
UPDATE server_entry SET audience = coalesce(
    (SELECT printf('{"area":{"area":"enforcement","officer":"%s-%s-%s-%s-%s"}}', substr(o.hex, 1, 8), substr(o.hex, 9, 4),
         substr(o.hex, 13, 4), substr(o.hex, 17, 4), substr(o.hex, 21))
     FROM (SELECT lower(hex(n.officer)) AS hex FROM notebook n
           WHERE n.authority = server_entry.place >> 32 AND n.number = (
               SELECT x.notebook FROM notice_number x
               WHERE x.authority = n.authority AND x.number = json_extract(CAST(server_entry.body AS TEXT), '$.number')
             UNION ALL
               SELECT d.number FROM notebook d WHERE d.authority = n.authority
                 AND d.id = unhex(replace(json_extract(CAST(server_entry.body AS TEXT), '$.notebook'), '-', '')))) o),
    '{"area":{"area":"enforcement"}}')
WHERE audience IS NULL AND json_extract(CAST(header AS TEXT), '$.kind')
    IN ('notice_decided', 'payment_taken', 'draft_posted', 'draft_dropped');
