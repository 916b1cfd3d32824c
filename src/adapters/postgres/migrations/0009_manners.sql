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

-- Webhooks and their outbox: a message is written in the very transaction that makes it true, so none is lost.

create table webhook (
  id uuid primary key,
  owner_id text not null references account on delete cascade,
  name text not null,
  url text not null,
  events text[] not null,
  secret_sealed bytea not null,
  active boolean not null default true,
  paused_because text,
  given_up_in_a_row integer not null default 0,
  created_at timestamptz not null,
  created_by text not null
);
create index webhook_by_owner on webhook (owner_id);

create table webhook_delivery (
  id uuid primary key,
  position bigint generated always as identity,
  webhook_id uuid not null references webhook on delete cascade,
  event text not null,
  body text not null,
  status text not null default 'waiting' check (status in ('waiting', 'delivered', 'failed')),
  attempts integer not null default 0,
  response_status integer,
  failure text,
  created_at timestamptz not null default now(),
  next_attempt_at timestamptz default now(),
  taken_until timestamptz,
  finished_at timestamptz
);
create index webhook_delivery_due on webhook_delivery (next_attempt_at) where status = 'waiting';
create index webhook_delivery_by_webhook on webhook_delivery (webhook_id, position desc);

-- Runs with the rights of the tables' owner, for the request that changes a run may not see other tables.
create function queue_webhooks(account text, event text, subject json) returns void
language sql security definer set search_path from current as $$
  insert into webhook_delivery (id, webhook_id, event, body)
  select made.id, webhook.id, queue_webhooks.event,
         json_build_object('id', made.id, 'type', queue_webhooks.event,
                           'timestamp', to_char(now() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                           'data', subject)::text
    from webhook, lateral (select gen_random_uuid() as id, webhook.id as of_webhook) made
   where webhook.owner_id = account and webhook.active and queue_webhooks.event = any (webhook.events)
$$;

create function queue_run_webhooks() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  perform queue_webhooks(new.owner_id, 'run.' || new.status, json_build_object(
    'runId', new.id, 'workspaceId', new.workspace_id, 'workspaceName', new.workspace_name, 'site', new.site,
    'kind', new.kind, 'reason', new.reason, 'revision', new.revision, 'status', new.status,
    'failure', case when new.failure is null then null
                    else json_build_object('code', new.failure ->> 'code', 'summary', new.failure ->> 'summary') end));
  return new;
end $$;
create trigger run_webhooks after update of status on run for each row
  when (old.status is distinct from new.status
        and new.status in ('planned', 'applied', 'planned-and-finished', 'errored', 'canceled', 'discarded'))
  execute function queue_run_webhooks();

create function queue_workspace_webhooks() returns trigger
language plpgsql security definer set search_path from current as $$
begin
  if tg_op = 'INSERT' then
    perform queue_webhooks(new.owner_id, 'workspace.created',
                           json_build_object('workspaceId', new.id, 'workspaceName', new.name));
  else
    perform queue_webhooks(old.owner_id, 'workspace.removed',
                           json_build_object('workspaceId', old.id, 'workspaceName', old.name));
  end if;
  return null;
end $$;
create trigger workspace_webhooks after insert or delete on workspace for each row
  execute function queue_workspace_webhooks();

-- Only the triggers may say that something happened, or a tenant could tell another one's addresses.
revoke execute on function queue_webhooks from public;

select service_only('idempotency_key');
-- The secret is written by its tenant and read back by nobody but the sender.
select isolate_by_owner('webhook', 'insert, update, delete');
grant select (id, owner_id, name, url, events, active, paused_because, given_up_in_a_row, created_at, created_by)
  on webhook to twinstack_tenant;
select isolate_where('webhook_delivery', 'exists (
  select from webhook owned where owned.id = webhook_delivery.webhook_id and owned.owner_id = acting_account())');
