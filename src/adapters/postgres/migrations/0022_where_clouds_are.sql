-- What administrators say of a cloud, by which machines are placed, and since when it is as it is.
alter table cloud
  add column labels json not null default '{}',
  add column failure_domain text,
  add column status_since timestamptz;

grant select (labels, failure_domain, status_since) on cloud to twinstack_tenant;
