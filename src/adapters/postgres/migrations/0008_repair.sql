-- What an apply meant to do and did, whether a site can be trusted, and what was found beside its state. The marks are
-- set by triggers, so that no writer of a run's end can forget them and they are part of its very transaction.

-- One row per object an apply touches, written before the apply begins (`intended`) and as the engine reports.
create table run_object (
  run_id uuid not null references run on delete cascade,
  address text not null,
  type text not null,
  action text not null,
  state text not null check (state in ('intended', 'started', 'complete', 'errored')),
  object_id text,
  changed_at timestamptz not null default now(),
  primary key (run_id, address)
);

create function note_run_object(run uuid, place text, what text, happened text, object text) returns void
language sql as $$
  insert into run_object (run_id, address, type, action, state, object_id)
  values (run, place, split_part(regexp_replace(place, '^stray:', ''), '.', 1), what, happened, object)
  on conflict (run_id, address) do update
    set action = excluded.action,
        -- A line read again after a kill never takes back what was reported later.
        state = case when run_object.state in ('complete', 'errored') and excluded.state in ('intended', 'started')
                     then run_object.state else excluded.state end,
        object_id = coalesce(excluded.object_id, run_object.object_id),
        changed_at = now()
$$;

create function run_event_is_journal() returns trigger language plpgsql as $$
begin
  perform note_run_object(new.run_id, new.progress ->> 'address', new.progress ->> 'action', new.progress ->> 'state',
                          new.progress ->> 'objectId');
  return null;
end $$;
create trigger run_event_is_journal after insert on run_event
  for each row when (new.phase = 'apply' and new.progress is not null and new.progress ->> 'address' is not null)
  execute function run_event_is_journal();

-- A site on one cloud. `unclean` from the moment an apply begins; a good end takes it back only where it was clean before.
create table site_condition (
  workspace_id uuid not null references workspace on delete cascade,
  site text not null,
  cloud_id uuid not null,
  unclean boolean not null,
  reason text,
  since timestamptz not null default now(),
  run_id uuid not null,
  run_kind text not null,
  revision integer not null,
  unclean_before boolean not null default false,
  -- Null while the apply goes on.
  ended_at timestamptz,
  inspected_at timestamptz,
  inspection_problem text,
  look_at timestamptz not null default now(),
  primary key (workspace_id, site, cloud_id)
);
create index site_condition_to_look_at on site_condition (look_at) where unclean and ended_at is not null;

-- Strays found by the last listing, as it judged them.
create table site_stray (
  workspace_id uuid not null,
  site text not null,
  cloud_id uuid not null,
  ordinal integer not null,
  document json not null,
  primary key (workspace_id, site, cloud_id, ordinal),
  foreign key (workspace_id, site, cloud_id) references site_condition on delete cascade
);

-- What the reviewed plan of a run removes from the cloud beside Terraform's own changes.
create table run_removal (
  run_id uuid not null references run on delete cascade,
  ordinal integer not null,
  document json not null,
  primary key (run_id, ordinal)
);

create function run_marks_site() returns trigger language plpgsql as $$
begin
  if new.status = 'applying' then
    insert into site_condition as present
      (workspace_id, site, cloud_id, unclean, reason, run_id, run_kind, revision)
    values (new.workspace_id, new.site, new.cloud_id, true, 'an apply is under way', new.id, new.kind, new.revision)
    on conflict (workspace_id, site, cloud_id) do update
      set unclean_before = present.unclean, unclean = true, ended_at = null,
          since = case when present.unclean then present.since else now() end,
          reason = case when present.unclean then present.reason else excluded.reason end,
          run_id = excluded.run_id, run_kind = excluded.run_kind, revision = excluded.revision;
  elsif new.status = 'applied' then
    update site_condition
       set unclean = unclean_before, ended_at = now(), look_at = now(),
           reason = case when unclean_before then reason end
     where workspace_id = new.workspace_id and site = new.site and cloud_id = new.cloud_id and run_id = new.id;
  else
    update site_condition
       set ended_at = now(), look_at = now(), inspected_at = null,
           reason = coalesce(new.failure ->> 'summary', 'the apply was canceled')
     where workspace_id = new.workspace_id and site = new.site and cloud_id = new.cloud_id and run_id = new.id;
  end if;
  return null;
end $$;
create trigger run_marks_site after update of status on run
  for each row when (new.status = 'applying' or (old.status = 'applying' and new.status <> 'applying'))
  execute function run_marks_site();

select isolate_by_run('run_object', 'select');
select isolate_by_run('run_removal', 'select');
select isolate_by_workspace('site_condition', 'select');
select isolate_by_workspace('site_stray', 'select');
