-- Whoever watches an account's machines is told what changed, in the moment in which it is committed. A listener that
-- was away reads everything again, so nothing is kept.

create function tell_account_change(owner text, facts jsonb) returns void language sql as $$
  select pg_notify('account_change', (facts || jsonb_build_object('accountId', owner))::text)
$$;

create function run_changed() returns trigger language plpgsql as $$
begin
  perform tell_account_change(new.owner_id, jsonb_build_object(
    'kind', 'run', 'workspaceId', new.workspace_id, 'runId', new.id, 'site', new.site, 'status', new.status));
  return null;
end $$;

create trigger run_made after insert on run for each row execute function run_changed();
create trigger run_moved after update on run for each row
  when (old.status is distinct from new.status or old.cancel_requested is distinct from new.cancel_requested)
  execute function run_changed();

create function workspace_changed() returns trigger language plpgsql as $$
begin
  -- Given away or removed: it is gone for whoever had it.
  if tg_op = 'DELETE' or (tg_op = 'UPDATE' and old.owner_id is distinct from new.owner_id) then
    perform tell_account_change(old.owner_id, jsonb_build_object(
      'kind', 'workspace', 'workspaceId', old.id, 'change', 'gone'));
  end if;
  if tg_op <> 'DELETE' then
    perform tell_account_change(new.owner_id, jsonb_build_object(
      'kind', 'workspace', 'workspaceId', new.id, 'change', 'changed'));
  end if;
  return null;
end $$;

create trigger workspace_changed after insert or update or delete on workspace
  for each row execute function workspace_changed();

create function instance_changed() returns trigger language plpgsql as $$
declare
  owner text;
begin
  select owner_id into owner from workspace where id = new.workspace_id;
  if owner is not null then
    perform tell_account_change(owner, jsonb_build_object('kind', 'machine', 'workspaceId', new.workspace_id));
  end if;
  return null;
end $$;

create trigger instance_seen after insert on instance_observation
  for each row execute function instance_changed();
-- When it was looked at says nothing about the machine.
create trigger instance_moved after update on instance_observation for each row
  when ((old.facts::jsonb - 'observedAt') is distinct from (new.facts::jsonb - 'observedAt'))
  execute function instance_changed();
