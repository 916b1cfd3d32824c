-- What a cloud no longer offers although it is mapped, or a machine is planned with it; as of its last reading.
alter table cloud add column missing json not null default '[]';

grant select (missing) on cloud to twinstack_tenant;
