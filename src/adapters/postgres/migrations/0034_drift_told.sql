-- Whoever asked to hear of it is told what a check found, in the transaction that notes it. While somebody works on the
-- machine nobody is told.

-- A letter about it was handed on, or there was nobody to write to; a change gets one letter at most.
alter table drift_change add column written_at timestamptz;
create index drift_change_unwritten on drift_change (at) where written_at is null and status = 'drifted';

create function queue_drift_webhooks() returns trigger
language plpgsql security definer set search_path from current as $$
declare
  before text;
begin
  if exists (select from workspace_policy where workspace_id = new.workspace_id and maintenance) then
    return null;
  end if;
  select status into before from drift_change
   where workspace_id = new.workspace_id and site = new.site and ordinal < new.ordinal order by ordinal desc limit 1;
  if new.status = 'drifted' or (new.status = 'in-step' and before = 'drifted') then
    perform queue_webhooks(workspace.owner_id, case new.status when 'drifted' then 'drift.found' else 'drift.gone' end,
      json_build_object('workspaceId', workspace.id, 'workspaceName', workspace.name, 'site', new.site,
        'findings', (select coalesce(json_agg(json_build_object(
                       'kind', finding -> 'kind', 'title', finding -> 'title', 'class', finding -> 'class',
                       'lastAct', finding -> 'lastAct')), '[]')
                       from json_array_elements(new.findings) finding)))
       from workspace where workspace.id = new.workspace_id;
  end if;
  return null;
end $$;
create trigger drift_webhooks after insert on drift_change for each row execute function queue_drift_webhooks();
