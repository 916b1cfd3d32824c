-- What a machine is told at its first boot holds its one-time token. It is taken out of the deployment plan, which stays
-- readable for overviews, and sealed. Rows of earlier releases are moved when the service starts.

create table first_boot (
  workspace_id uuid not null,
  revision integer not null,
  -- JSON: site → text, sealed.
  contents bytea not null,
  primary key (workspace_id, revision),
  foreign key (workspace_id, revision) references revision on delete cascade
);
alter table first_boot alter column contents set storage external;

select isolate_by_workspace('first_boot', 'select, insert');
