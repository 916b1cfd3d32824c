-- Images that administrators publish on the site's clouds. Their bytes lie in files below a folder (`home`), by digest.

create table image (
  id uuid primary key,
  home text not null,
  name text not null unique,
  os json,
  status text not null check (status in ('receiving', 'fetching', 'checking', 'ready', 'failed', 'removing')),
  format text,
  convert_to text,
  -- May hold a signature: forgotten once the content is here.
  url text,
  source text,
  size_bytes bigint,
  sha256 text,
  received_bytes bigint not null default 0,
  percent integer not null default 0,
  content json,
  problem json,
  tags text[] not null,
  shared boolean not null,
  hidden boolean not null default false,
  created_by text not null,
  created_at timestamptz not null,
  claim_epoch integer not null default 0,
  claimed_by text,
  claimed_until timestamptz
);

-- An image as one cloud has it, or is to have it. The mark is committed before the cloud is told.
create table image_copy (
  image_id uuid not null references image on delete cascade,
  cloud_id uuid not null references cloud on delete cascade,
  mark uuid not null,
  status text not null default 'queued' check (status in ('queued', 'sending', 'active', 'failed', 'removing')),
  percent integer not null default 0,
  cloud_image_id text,
  problem json,
  label_due boolean not null default false,
  tries integer not null default 0,
  not_before timestamptz,
  primary key (image_id, cloud_id)
);

-- Addresses under which clouds' storages fetch a content; only the digest of the secret in it is kept.
create table image_link (
  purpose text primary key,
  token_hash text not null unique,
  content json not null,
  expires_at timestamptz not null
);

select service_only('image');
select service_only('image_copy');
select service_only('image_link');
