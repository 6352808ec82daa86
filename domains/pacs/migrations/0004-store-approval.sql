-- A machine to which we send reads what it is sent. That a local administrator says so is not enough: a regional one approves
-- it, for that AE title called at that place and in that way, and no other.
create table pacs.store_approval (
  peer_id uuid primary key references pacs.peer (id) on delete cascade,
  ae_title text not null,
  host text not null,
  port integer not null,
  uses_tls boolean not null,
  certificates text[] not null,
  approved_by_id uuid,
  approved_by text not null,
  approved_at timestamptz not null
);

-- Whether what is called now is what was approved.
create function pacs.is_store_approved(peer pacs.peer) returns boolean
language sql stable set search_path = pg_catalog as $$
  select exists (select from pacs.store_approval a
    where a.peer_id = peer.id and a.ae_title = peer.ae_title and a.host = peer.host and a.port = peer.port
      and a.uses_tls = peer.uses_tls and a.certificates = peer.certificates)
$$;

-- Those that received before did so by the word of their administrators. Row-level security, forced, keeps the owner's rows
-- out of a read too.
alter table pacs.peer no force row level security;
insert into pacs.store_approval (peer_id, ae_title, host, port, uses_tls, certificates, approved_by, approved_at)
  select id, ae_title, host, port, uses_tls, certificates, 'Version précédente', now() from pacs.peer
   where we_store and host is not null and port is not null;
alter table pacs.peer force row level security;

grant select, insert, update on pacs.store_approval to liaison_app;
grant select, insert, update on pacs.store_approval to liaison_system;
alter table pacs.store_approval enable row level security;
alter table pacs.store_approval force row level security;
create policy app_sees on pacs.store_approval for select to liaison_app using (true);
create policy regional_administrators_approve on pacs.store_approval for insert to liaison_app
  with check (coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[] @> '{regional-admin}');
create policy regional_administrators_approve_again on pacs.store_approval for update to liaison_app
  using (coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[] @> '{regional-admin}')
  with check (coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[] @> '{regional-admin}');
create policy system_keeps on pacs.store_approval to liaison_system using (true) with check (true);
