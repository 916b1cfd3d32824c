-- What a person is about to do, committed before it is done and replaced by its line in the audit log afterwards: a
-- service that dies in between leaves no act without a line.

create table audit_intent (
  id uuid primary key,
  begun_at timestamptz not null default now(),
  entry json not null
);
create index audit_intent_by_age on audit_intent (begun_at);

select service_only('audit_intent');
