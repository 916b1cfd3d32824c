-- Tenants on clouds: what is wished for one account on one cloud. Their Terraform states sit on rows of `workspace` that
-- belong to the account `site`, which is made with the first cloud for administration and which nobody is a member of.

alter table account drop constraint account_kind_check;
alter table account add constraint account_kind_check check (kind in ('user', 'organisation', 'site'));

create table tenant (
  id uuid primary key,
  account_id text not null references account,
  cloud_id uuid not null references cloud,
  cloud_kind text not null check (cloud_kind in ('openstack', 'cloudstack')),
  workspace_id uuid not null unique references workspace on delete cascade,
  name text not null,
  limits json not null,
  cidr text not null,
  wish text not null check (wish in ('present', 'absent')),
  generation integer not null,
  status text not null check (status in ('creating', 'ready', 'removing', 'failed')),
  detail text,
  -- Null again when the owner forgets that cloud.
  own_cloud_id uuid references cloud on delete set null,
  own_cloud_name text not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  look_at timestamptz not null default now(),
  claim_epoch integer not null default 0,
  claimed_by text,
  claimed_until timestamptz,
  unique (account_id, cloud_id)
);

create index tenant_not_at_rest on tenant (look_at) where status in ('creating', 'removing');

select service_only('tenant');

-- A tenant's plan takes in by import what a killed apply left, so it is nothing that repair should look at.
create function tenant_has_no_site_condition() returns trigger language plpgsql as $$
begin
  if exists (select from workspace where id = new.workspace_id and owner_id = 'site') then
    return null;
  end if;
  return new;
end $$;
create trigger tenant_has_no_site_condition before insert on site_condition
  for each row execute function tenant_has_no_site_condition();
