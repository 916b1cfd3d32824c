-- People, organisations, and how they prove who they are. A person and an organisation are both accounts, for both own
-- things. Passwords are argon2id hashes; tokens, session ids and links are stored as SHA-256 only; TOTP secrets are sealed.

alter table account
  add column kind text not null default 'user' check (kind in ('user', 'organisation')),
  -- Unique name in addresses and on the command line; lower case.
  add column handle text unique,
  add column suspended_at timestamptz;

update account set handle = id where handle is null;

create table person (
  account_id text primary key references account on delete cascade,
  email text,
  email_confirmed_at timestamptz,
  password_hash text,
  password_changed_at timestamptz,
  site_admin boolean not null default false,
  locale text not null default 'en',
  totp_secret_sealed bytea,
  totp_confirmed_at timestamptz,
  -- The last time step that was accepted: a code works once.
  totp_last_step bigint,
  last_seen_at timestamptz
);
create unique index person_email on person (lower(email));

create table recovery_code (
  account_id text not null references person on delete cascade,
  code_hash text not null,
  used_at timestamptz,
  primary key (account_id, code_hash)
);

create table external_identity (
  issuer text not null,
  subject text not null,
  account_id text not null references person on delete cascade,
  created_at timestamptz not null default now(),
  primary key (issuer, subject)
);
create index external_identity_by_account on external_identity (account_id);

create table membership (
  organisation_id text not null references account on delete cascade,
  user_id text not null references person on delete cascade,
  role text not null check (role in ('owner', 'member', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (organisation_id, user_id)
);
create index membership_by_user on membership (user_id);

create table session (
  id_hash text primary key,
  user_id text not null references person on delete cascade,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  idle_until timestamptz not null,
  absolute_until timestamptz not null,
  second_factor boolean not null,
  remote_address text not null,
  user_agent text not null
);
create index session_by_user on session (user_id);

-- One table for every link that is handed out and works once: invitation, password reset, e-mail confirmation.
create table access_link (
  id uuid primary key,
  kind text not null check (kind in ('invitation', 'password-reset', 'email-confirmation')),
  token_hash text not null unique,
  user_id text references person on delete cascade,
  organisation_id text references account on delete cascade,
  role text,
  email text,
  created_by text not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  used_at timestamptz
);

alter table api_token
  add column user_id text references person on delete cascade,
  add column scope text not null default 'manage' check (scope in ('view', 'change', 'manage')),
  add column expires_at timestamptz,
  add column last_used_at timestamptz;

-- What the site's administrator chose, one row per setting.
create table site_setting (
  name text primary key,
  value json not null,
  changed_at timestamptz not null default now(),
  changed_by text not null
);

-- Who did what, from where, to which object. Rows are only ever added; a trigger refuses anything else.
create table audit_entry (
  sequence bigint generated always as identity primary key,
  at timestamptz not null default now(),
  account_id text,
  user_id text,
  user_name text not null,
  via text not null,
  remote_address text,
  request_id text,
  action text not null,
  object_kind text,
  object_id text,
  object_name text,
  outcome text not null,
  detail json not null default '{}'
);
create index audit_entry_by_account on audit_entry (account_id, sequence desc);

create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log is append-only';
end $$;
create trigger audit_entry_append_only before update or delete or truncate on audit_entry
  for each statement execute function refuse_audit_change();

-- A cloud without an owner is shared by the whole site; any other is its owner's alone.
alter table cloud add column owner_id text references account on delete cascade;
alter table cloud drop constraint cloud_name_key;
create unique index cloud_name on cloud (coalesce(owner_id, ''), name);

-- The first start's user was made before there were people.
insert into person (account_id, site_admin) select id, true from account where id = 'local';
update api_token set user_id = account_id where account_id in (select account_id from person);
