-- Sentences that an administrator of the site shows to everybody, such as a maintenance that is announced.

create table banner (
  id uuid primary key,
  level text not null check (level in ('note', 'warning', 'outage')),
  -- The sentence by language.
  words json not null,
  -- Also for those who are not signed in.
  on_sign_in boolean not null,
  shown_from timestamptz not null,
  shown_until timestamptz check (shown_until > shown_from),
  created_by text not null,
  created_at timestamptz not null
);

select service_only('banner');
