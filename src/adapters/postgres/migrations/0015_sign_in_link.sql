-- A link that opens a browser for whoever started the service and has no password yet.
alter table access_link drop constraint access_link_kind_check;
alter table access_link
  add constraint access_link_kind_check
    check (kind in ('invitation', 'password-reset', 'email-confirmation', 'sign-up', 'sign-in'));
