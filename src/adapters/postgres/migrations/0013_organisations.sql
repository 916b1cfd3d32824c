-- Tokens of one organisation, offers to hand a workspace over, and faster looks into the audit log.

alter table api_token add column organisation_id text references account on delete cascade;
create index api_token_by_user on api_token (user_id);

create index access_link_by_organisation on access_link (organisation_id) where kind = 'invitation';

create index audit_entry_by_user on audit_entry (user_id, sequence desc);

-- One offer per workspace at a time. It ends with the workspace and with either account.
create table workspace_transfer (
  id uuid primary key,
  workspace_id uuid not null unique references workspace on delete cascade,
  from_id text not null references account on delete cascade,
  to_id text not null references account on delete cascade,
  offered_by text not null,
  offered_at timestamptz not null,
  expires_at timestamptz not null
);
create index workspace_transfer_by_receiver on workspace_transfer (to_id);

-- A run that is made while its workspace changes hands would keep the giver's name: the database refuses it.
alter table workspace add constraint workspace_with_owner unique (id, owner_id);
alter table run add constraint run_of_owner foreign key (workspace_id, owner_id)
  references workspace (id, owner_id) on update cascade on delete cascade;

-- Two accounts are concerned, so neither of them reads it as a tenant.
select service_only('workspace_transfer');

-- Two accounts meet in an offer, so no single tenant may see the table; the use case asks for the account acted for.
select service_only('workspace_transfer');
