-- Row-level security beneath the service's own checks. Requests speak as the role twinstack_tenant with the account they
-- act for in the setting twinstack.account; whatever a query forgets to filter, PostgreSQL does not show. The worker, the
-- state backend, machines and accounts speak as the owner of the tables, for whom no policy is asked.
-- Every table says which it is: isolate_by_owner, isolate_by_workspace, isolate_by_run, isolate_where or service_only.

do $$
declare
  remedy constant text := format(
    'Let a database administrator run once: create role twinstack_tenant nologin; grant twinstack_tenant to %I;',
    session_user);
begin
  if not exists (select from pg_roles where rolname = 'twinstack_tenant') then
    begin
      create role twinstack_tenant nologin;
    exception
      -- Roles belong to the whole cluster: another database may have made it in this very moment.
      when duplicate_object or unique_violation then null;
      when insufficient_privilege then
        raise exception 'The login % may not create the role twinstack_tenant. %', session_user, remedy
          using errcode = 'insufficient_privilege';
    end;
  end if;
  begin
    set local role twinstack_tenant;
    reset role;
  exception when insufficient_privilege then
    begin
      execute format('grant twinstack_tenant to %I', session_user);
    exception
      when insufficient_privilege then
        raise exception 'The login % may not act as the role twinstack_tenant. %', session_user, remedy
          using errcode = 'insufficient_privilege';
      when unique_violation or internal_error then null;
    end;
    set local role twinstack_tenant;
    reset role;
  end;
  execute format('grant usage on schema %I to twinstack_tenant', current_schema());
end $$;

-- The account that the present request acts for; null, which equals nothing, when none was said.
create function acting_account() returns text language sql stable parallel safe
  return nullif(current_setting('twinstack.account', true), '');

-- `rule` is an SQL expression that is true for the rows of the acting account, for reading and for writing alike.
create function isolate_where(target regclass, rule text, privileges text default 'select, insert, update, delete')
returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('drop policy if exists service_only on %s', target);
  execute format('drop policy if exists own_rows on %s', target);
  execute format('create policy own_rows on %s to twinstack_tenant using (%s) with check (%s)', target, rule, rule);
  execute format('revoke all on %s from twinstack_tenant', target);
  execute format('grant %s on %s to twinstack_tenant', privileges, target);
end $$;

-- For tables with the column owner_id.
create function isolate_by_owner(target regclass, privileges text default 'select, insert, update, delete')
returns void language sql as $$
  select isolate_where(target, 'owner_id = acting_account()', privileges)
$$;

-- For tables with the column workspace_id.
create function isolate_by_workspace(target regclass, privileges text default 'select, insert, update, delete')
returns void language sql as $$
  select isolate_where(target, format(
    'exists (select from workspace owned where owned.id = %s.workspace_id and owned.owner_id = acting_account())',
    target), privileges)
$$;

-- For tables with the column run_id.
create function isolate_by_run(target regclass, privileges text default 'select, insert, update, delete')
returns void language sql as $$
  select isolate_where(target, format(
    'exists (select from run owned where owned.id = %s.run_id and owned.owner_id = acting_account())',
    target), privileges)
$$;

-- For tables that no request may reach as a tenant, such as those with people's credentials.
create function service_only(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('drop policy if exists own_rows on %s', target);
  execute format('drop policy if exists service_only on %s', target);
  execute format('create policy service_only on %s to twinstack_tenant using (false)', target);
  execute format('revoke all on %s from twinstack_tenant', target);
end $$;

select service_only('schema_migration');
select service_only('person');
select service_only('recovery_code');
select service_only('external_identity');
select service_only('membership');
select service_only('session');
select service_only('access_link');
select service_only('api_token');
select service_only('site_setting');
select service_only('state_credential');
select isolate_where('account', 'id = acting_account()', 'select');
select isolate_where('audit_entry', 'account_id = acting_account()', 'select, insert');

select isolate_by_owner('workspace');
select isolate_by_workspace('revision');
select isolate_by_workspace('bootstrap_token');
select isolate_by_workspace('machine', 'select');
select isolate_by_workspace('instance_observation');
select isolate_by_workspace('state_version', 'select, insert');
select isolate_by_workspace('state_lock');
select isolate_by_run('run_event');
select isolate_by_run('run_plan', 'select');

-- A tenant writes sealed secrets and never reads them back: opening them is for the worker and for machines.
select isolate_by_workspace('workspace_secret', 'insert, update, delete');
grant select (workspace_id, ca_public_key) on workspace_secret to twinstack_tenant;
select isolate_by_workspace('secret_file', 'insert, delete');
grant select (workspace_id, sha256, created_at) on secret_file to twinstack_tenant;

-- A run names its owner itself, so it must not name one account and stand in the workspace of another.
select isolate_by_owner('run');
alter policy own_rows on run with check (
  owner_id = acting_account()
  and exists (select from workspace owned where owned.id = run.workspace_id and owned.owner_id = acting_account()));

-- Shared clouds are seen by everybody and changed by nobody's tenant. A column added later has to be granted by name.
select isolate_by_owner('cloud', 'insert, update, delete');
grant select (id, name, kind, description, endpoint, location, sandbox, mapping, status, status_detail, created_at, owner_id)
  on cloud to twinstack_tenant;
create policy shared_clouds on cloud for select to twinstack_tenant using (owner_id is null);

select isolate_where('catalog', 'exists (
  select from cloud owned where owned.id = catalog.cloud_id and owned.owner_id = acting_account())');
create policy catalogs_of_shared_clouds on catalog for select to twinstack_tenant
  using (exists (select from cloud shared where shared.id = catalog.cloud_id and shared.owner_id is null));
