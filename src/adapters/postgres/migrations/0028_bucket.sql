-- Object storage of accounts on clouds: what is wished, and how far it is. Where Terraform makes a bucket, its state sits
-- on a row of `workspace` (`seat`) that belongs to the account `site`, as a tenant's does.

create table bucket (
  id uuid primary key,
  owner_id text not null references account,
  cloud_id uuid not null references cloud,
  cloud_kind text not null check (cloud_kind in ('openstack', 'cloudstack')),
  seat uuid not null unique,
  name text not null,
  cloud_bucket text not null,
  quota_gib integer not null,
  wish text not null check (wish in ('present', 'absent')),
  with_contents boolean not null,
  generation integer not null,
  status text not null check (status in ('creating', 'ready', 'changing', 'removing', 'failed')),
  detail text,
  -- The access key that was given out. Its secret is kept nowhere.
  access_key text,
  key_given_at timestamptz,
  key_given_by text,
  used_bytes bigint,
  object_count bigint,
  measured_at timestamptz,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  look_at timestamptz not null default now(),
  claim_epoch integer not null default 0,
  claimed_by text,
  claimed_until timestamptz,
  unique (owner_id, cloud_id, name)
);

create index bucket_not_at_rest on bucket (look_at) where status in ('creating', 'changing', 'removing');

-- Requests read their own; what is wished is written by the service, which has asked whose the cloud is.
select isolate_by_owner('bucket', 'select');
