-- What signing in needs besides 0004: half-open sessions, drafts of accounts, rates, and logins that are away at an issuer.

alter table session
  -- The name a person sees and ends it by; the hash stays inside.
  add column id uuid not null unique default gen_random_uuid(),
  -- The password was right and the code is still missing: such a session opens nothing.
  add column awaits_second_factor boolean not null default false;

alter table access_link drop constraint access_link_kind_check;
alter table access_link
  add constraint access_link_kind_check
    check (kind in ('invitation', 'password-reset', 'email-confirmation', 'sign-up')),
  -- The account that following a sign-up link makes; its password is a hash already.
  add column draft json;
create index access_link_by_expiry on access_link (expires_at);
create index session_by_end on session (absolute_until);

alter table external_identity
  add column id uuid not null unique default gen_random_uuid(),
  -- What the issuer calls the person; only shown.
  add column name text not null default '';

-- When each key's next attempt is due at its steady pace (GCRA). Shared by all replicas; a crash may forget it.
create unlogged table attempt_rate (
  key text primary key,
  due_at timestamptz not null
);
create index attempt_rate_by_due on attempt_rate (due_at);

-- A login that is away at an OpenID issuer; taken out when the browser comes back.
create table login_flow (
  id_hash text primary key,
  state text not null,
  nonce text not null,
  code_verifier text not null,
  return_to text not null,
  invitation text,
  user_id text references person on delete cascade,
  expires_at timestamptz not null
);

select service_only('attempt_rate');
select service_only('login_flow');

select service_only('attempt_rate');
select service_only('login_flow');
