-- The processes that work on this database. A node that has not been seen for a minute has stopped.
create table nodes (
  name    varchar(40) primary key,
  seen_at timestamp with time zone not null
);
