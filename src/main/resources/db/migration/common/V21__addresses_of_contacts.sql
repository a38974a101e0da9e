-- The address of a contact and its params, {"target": …, "params": {…}}, encrypted: webhook addresses and tokens are among them.
-- Null in a row that an older version wrote, which then has both in clear in target and params; otherwise these say nothing.
alter table contacts add column address_encrypted varchar;

-- The newest schema that the program of a node was made for; 0 for a program from before it said so.
alter table nodes add column schema_version integer default 0 not null;
