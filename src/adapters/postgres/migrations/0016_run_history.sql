-- What runs that are over leave to be read, packed: a line of a log costs a row of its own only while its run goes on.

alter table run add column history_packed boolean not null default false;
create index run_to_pack on run (finished_at) where not history_packed and finished_at is not null;

create table run_history (
  run_id uuid primary key references run on delete cascade,
  last_sequence integer not null,
  -- Arrays of sequence, milliseconds since 1970, kind, phase, text, progress.
  lines json not null,
  -- Arrays of address, action, state, object id; null while they may still be needed to put a site right.
  objects json
);

-- None is ever applied again once its run is over; what was reviewed stays for a while.
alter table run_plan alter column plan_file drop not null, alter column terraform drop not null;
create index run_plan_to_drop on run_plan (run_id) where plan_file is not null;

select isolate_by_run('run_history', 'select');
