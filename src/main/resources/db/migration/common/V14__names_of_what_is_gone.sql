-- What was deleted is still named in reports. Null for what was deleted before its name was kept.
alter table former_alert_sources add column name varchar(200);

-- The escalation policies that were deleted, with the teams that they belonged to: whoever could not see one does not hear its name now.
create table former_escalation_policies (
  id    bigint       primary key,
  name  varchar(200) not null,
  teams varchar      not null
);
