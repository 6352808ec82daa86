-- PACS: the peers of each structure, and what is brought from them. A peer is whom reception lets in (an AE title is a claim,
-- that an address or a certificate binds) and whom we call (host and port).
create schema pacs;
grant usage on schema pacs to liaison_app, liaison_system;

create table pacs.peer (
  id uuid primary key,
  structure_id uuid not null references directory.structure (id),
  ae_title text not null,
  name text not null,
  -- Where we call it; null where it only calls us.
  host text,
  port integer,
  uses_tls boolean not null default false,
  -- What binds its AE title when it calls: addresses or CIDR blocks ('*' in demonstration only), SHA-256 of certificates.
  addresses text[] not null default '{}',
  certificates text[] not null default '{}',
  requires_tls boolean not null default false,
  may_store boolean not null default true,
  may_query boolean not null default false,
  we_query boolean not null default false,
  we_retrieve text not null default 'no',
  we_store boolean not null default false,
  commits boolean not null default false,
  -- In order of preference; empty: whatever it accepts.
  transfer_syntaxes text[] not null default '{}',
  -- What identifiers of queries are written in.
  character_set text not null default 'ISO_IR 100',
  max_associations integer not null default 4,
  max_bytes_per_second bigint,
  is_active boolean not null default true,
  tested_at timestamptz,
  test_ms integer,
  -- Null where the last C-ECHO was answered.
  test_code text,
  test_detail text not null default '',
  changed_at timestamptz not null default now(),
  constraint peer_ae_title_is_dicom check
    (ae_title ~ '^[\x21-\x5b\x5d-\x7e]([\x20-\x5b\x5d-\x7e]{0,14}[\x21-\x5b\x5d-\x7e])?$'),
  constraint peer_has_a_name check (name <> ''),
  constraint peer_is_one_per_structure unique (structure_id, ae_title),
  constraint peer_is_called_at_a_port check ((host is null) = (port is null) and port between 1 and 65535),
  constraint called_peer_has_a_host check
    (host is not null or not (we_query or we_retrieve <> 'no' or we_store or commits)),
  constraint peer_retrieval_is_known check (we_retrieve in ('no', 'move', 'get')),
  constraint peer_character_set_is_known check (character_set in ('ISO_IR 6', 'ISO_IR 100', 'ISO_IR 192')),
  constraint peer_limits_let_something_through check
    (max_associations between 1 and 64 and max_bytes_per_second >= 10000)
);
create index peer_by_ae_title on pacs.peer (ae_title);

-- Existing peers. imaging.peer stays as it was for the version before, and is read no more.
insert into pacs.peer (id, structure_id, ae_title, name, addresses, is_active)
  select gen_random_uuid(), structure_id, ae_title, ae_title, addresses, is_active from imaging.peer;

-- What is being brought, or was, from a peer: one study each.
create table pacs.retrieval (
  -- UUIDv7: in the order in which they were asked for.
  id uuid primary key,
  peer_id uuid not null references pacs.peer (id),
  structure_id uuid not null references directory.structure (id),
  study_id uuid not null references imaging.study (id),
  study_instance_uid text not null,
  asked_by_id uuid,
  asked_by text not null,
  asked_at timestamptz not null,
  -- The higher, the sooner.
  priority integer not null default 0,
  state text not null default 'waiting',
  -- Images that the PACS has of it, where it said so; those that it told as sent in the last try.
  total integer,
  done integer not null default 0,
  attempts integer not null default 0,
  next_try_at timestamptz,
  failure_code text,
  failure_detail text not null default '',
  -- The process that brings it, and until when it is believed to be alive.
  holder text,
  held_until timestamptz,
  ended_at timestamptz,
  constraint retrieval_state_is_known check (state in ('waiting', 'moving', 'done', 'incomplete', 'failed', 'cancelled')),
  constraint retrieval_ends_once check ((state in ('waiting', 'moving')) = (ended_at is null)),
  constraint waiting_retrieval_has_a_time check ((state = 'waiting') = (next_try_at is not null)),
  constraint moving_retrieval_has_a_holder check ((state = 'moving') = (holder is not null and held_until is not null))
);
create index retrieval_by_structure on pacs.retrieval (structure_id, id desc);
create index retrieval_by_study on pacs.retrieval (study_id, id desc);
create index retrieval_due on pacs.retrieval (priority desc, id) where state in ('waiting', 'moving');
-- Asked twice, it is brought once.
create unique index retrieval_under_way_is_one on pacs.retrieval (peer_id, study_id) where state in ('waiting', 'moving');

-- Rights. Who may send to whom is no secret of a structure: all see peers, administrators change theirs.
create function pacs.administers(structure uuid) returns boolean language sql stable as $$
  select coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[] @> '{regional-admin}'
      or (coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[] @> '{local-admin}'
          and structure = nullif(current_setting('liaison.structure_id', true), '')::uuid)
$$;
grant select, insert, update on pacs.peer to liaison_app;
grant select, insert, update, delete on pacs.peer, pacs.retrieval to liaison_system;
alter table pacs.peer enable row level security;
alter table pacs.peer force row level security;
create policy app_sees on pacs.peer for select to liaison_app using (true);
create policy administrators_add on pacs.peer for insert to liaison_app with check (pacs.administers(structure_id));
create policy administrators_change on pacs.peer for update to liaison_app
  using (pacs.administers(structure_id)) with check (pacs.administers(structure_id));
create policy system_keeps on pacs.peer to liaison_system using (true) with check (true);

grant select, insert, update on pacs.retrieval to liaison_app;
alter table pacs.retrieval enable row level security;
alter table pacs.retrieval force row level security;
create policy app_sees_own on pacs.retrieval for select to liaison_app
  using (structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid
    or access.may('study', study_id, 'study:read'));
create policy app_asks_own on pacs.retrieval for insert to liaison_app
  with check (structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid
    and access.may('study', study_id, 'study:read'));
create policy app_changes_own on pacs.retrieval for update to liaison_app
  using (structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid)
  with check (structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid);
create policy system_brings on pacs.retrieval to liaison_system using (true) with check (true);
