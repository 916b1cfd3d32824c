-- Which engine and providers a workspace's states are written by. They are noted at the first run and moved on purpose;
-- `review` names the sites whose next plan waits for a person, because no apply has happened there since.

create table engine_pin (
  workspace_id uuid primary key references workspace on delete cascade,
  versions jsonb not null,
  review text[] not null default '{}',
  pinned_at timestamptz not null default now()
);

select isolate_by_workspace('engine_pin', 'select, insert, update');
