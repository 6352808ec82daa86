-- A machine that may search and fetch here reads the images of its structure. That a local administrator says so is not enough:
-- a regional one approves it, for that AE title bound in that way and no other.
create table pacs.query_approval (
  peer_id uuid primary key references pacs.peer (id) on delete cascade,
  ae_title text not null,
  addresses text[] not null,
  certificates text[] not null,
  requires_tls boolean not null,
  approved_by_id uuid,
  approved_by text not null,
  approved_at timestamptz not null
);

-- Whether what a peer is now is what was approved.
create function pacs.is_query_approved(peer pacs.peer) returns boolean
language sql stable set search_path = pg_catalog as $$
  select exists (select from pacs.query_approval a
    where a.peer_id = peer.id and a.ae_title = peer.ae_title and a.addresses = peer.addresses
      and a.certificates = peer.certificates and a.requires_tls = peer.requires_tls)
$$;

-- Those that could search before could do so by the word of their administrators. Row-level security, forced, keeps the
-- owner's rows out of a read too.
alter table pacs.peer no force row level security;
insert into pacs.query_approval
    (peer_id, ae_title, addresses, certificates, requires_tls, approved_by, approved_at)
  select id, ae_title, addresses, certificates, requires_tls, 'Version précédente', now() from pacs.peer where may_query;
alter table pacs.peer force row level security;

grant select, insert, update on pacs.query_approval to liaison_app;
grant select, insert, update on pacs.query_approval to liaison_system;
alter table pacs.query_approval enable row level security;
alter table pacs.query_approval force row level security;
create policy app_sees on pacs.query_approval for select to liaison_app using (true);
create policy regional_administrators_approve on pacs.query_approval for insert to liaison_app
  with check (coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[] @> '{regional-admin}');
create policy regional_administrators_approve_again on pacs.query_approval for update to liaison_app
  using (coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[] @> '{regional-admin}')
  with check (coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[] @> '{regional-admin}');
create policy system_keeps on pacs.query_approval to liaison_system using (true) with check (true);
