-- Who works on runs. A claim names the host whose engine it starts, because only there can be seen whether that engine
-- has ended; a worker's row is its sign of life. pg-boss keeps its deliveries in the schema pgboss, which it makes itself.

alter table run
  add column claimed_host text,
  -- Of the claim or of the last line, whichever came later: a run that says nothing for long is shown as silent.
  add column last_heard_at timestamptz;

create table worker (
  id text primary key,
  host_id text not null,
  host_name text not null,
  version text not null,
  concurrency integer not null,
  started_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  stopping boolean not null default false
);

create index run_by_claim on run (claimed_by) where claimed_until is not null;

select service_only('worker');
