-- Envelope encryption: the master key, which is never in the database, wraps one data key per workspace and one for the
-- secrets of the site itself. States say who wrote them, and what an overview needs of them without opening them.

-- Master keys that may wrap a data key, by the beginning of their hash. Two rows while a rotation is under way; the row
-- of the old key can only go when nothing is wrapped with it any more, and without its row a key wraps nothing.
create table master_key (
  id text primary key,
  created_at timestamptz not null default now()
);

create table site_key (
  only_one boolean primary key default true check (only_one),
  master_key_id text not null references master_key,
  wrapped bytea not null,
  -- Null until every secret of the releases before this one was sealed anew.
  resealed_at timestamptz
);

create table data_key (
  workspace_id uuid primary key references workspace on delete cascade,
  master_key_id text not null references master_key,
  wrapped bytea not null
);
create index data_key_by_master_key on data_key (master_key_id);

alter table state_version
  add column origin text not null default 'run' check (origin in ('run', 'desk', 'rollback', 'restored')),
  -- Who wrote it where no run did.
  add column person_id text,
  add column person_name text,
  -- Of the state as Terraform wrote it; `bytes` is compressed and sealed.
  add column size_bytes bigint not null default 0,
  add column has_objects boolean not null default false,
  add column instance_id text,
  add column instance_name text;

update state_version set
  size_bytes = octet_length(bytes),
  has_objects = exists (
    select 1 from json_array_elements(convert_from(bytes, 'utf8')::json -> 'resources') entry
     where entry ->> 'mode' = 'managed' and json_array_length(entry -> 'instances') > 0),
  instance_id = convert_from(bytes, 'utf8')::json #>> '{outputs,instance_id,value}',
  instance_name = convert_from(bytes, 'utf8')::json #>> '{outputs,instance_name,value}';

alter table state_lock
  add column person_id text,
  add column person_name text;

-- Locks given back a short while ago: Terraform repeats an unlock whose answer got lost, and then it still is its own.
create table state_unlock (
  workspace_id uuid not null references workspace on delete cascade,
  site text not null,
  lock_id text not null,
  run_id uuid,
  person_id text,
  released_at timestamptz not null default now(),
  primary key (workspace_id, site, lock_id)
);

alter table run_plan
  alter column plan_json type bytea using convert_to(plan_json::text, 'utf8'),
  alter column terraform type bytea using convert_to(terraform::text, 'utf8');

-- What is sealed was compressed before; PostgreSQL would only try in vain.
alter table state_version alter column bytes set storage external;
alter table run_plan
  alter column plan_file set storage external,
  alter column plan_json set storage external,
  alter column terraform set storage external;

select service_only('master_key');
select service_only('site_key');
-- A tenant that makes a workspace makes its data key with it.
select isolate_by_workspace('data_key', 'select, insert');
select isolate_by_workspace('state_unlock');
