-- Creations that carried an Idempotency-Key, for a day. The answer is sealed: it may hold a key that is shown once.

create table idempotency_key (
  account_id text not null references account on delete cascade,
  user_id text not null,
  route text not null,
  key text not null,
  fingerprint text not null,
  begun_at timestamptz not null default now(),
  answer_sealed bytea,
  primary key (account_id, user_id, route, key)
);
create index idempotency_key_by_age on idempotency_key (begun_at);
