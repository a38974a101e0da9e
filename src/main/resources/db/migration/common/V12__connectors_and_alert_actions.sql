-- Connectors that are made over the API. The params are a JSON object of texts, encrypted as a whole: passwords are among them.
create table connectors (
  id               varchar(40)  primary key,
  name             varchar(200) not null unique,
  type             varchar(64)  not null,
  params_encrypted varchar      not null,
  created_at       timestamp with time zone not null,
  updated_at       timestamp with time zone not null
);

-- connector_id names a row of connectors or a connector of application.properties. trigger_types are words with a space between.
create table alert_actions (
  id               varchar(40)  primary key,
  name             varchar(200) not null unique,
  connector_id     varchar(64)  not null,
  connector_type   varchar(64)  not null,
  trigger_mode     varchar(16)  not null,
  trigger_types    varchar(500) not null,
  params_encrypted varchar      not null,
  conditions       varchar,
  created_at       timestamp with time zone not null,
  updated_at       timestamp with time zone not null
);
create index alert_actions_connector on alert_actions (connector_id);

create table alert_action_sources (
  action_id varchar(40) not null references alert_actions (id) on delete cascade,
  source_id bigint      not null references alert_sources (id),
  primary key (action_id, source_id)
);
create index alert_action_sources_source on alert_action_sources (source_id);
