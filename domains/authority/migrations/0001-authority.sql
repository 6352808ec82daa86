-- The MIO authority's registers. Keys are in none of them: they stand in a folder of the operator's (docs/adr/0019).
create schema authority;
grant usage on schema authority to liaison_app, liaison_system;

create table authority.organisation (
  id uuid primary key,
  name text not null,
  siret text not null unique,
  registered_at timestamptz not null default now(),
  constraint organisation_has_a_name check (name <> ''),
  constraint siret_has_14_digits check (siret ~ '^[0-9]{14}$')
);

create table authority.licence (
  id uuid primary key,
  number text not null unique,
  organisation_id uuid not null references authority.organisation (id),
  product text not null,
  valid_from date not null,
  -- The last day.
  valid_to date not null,
  state text not null default 'delivered',
  constraint licence_state_is_known check (state in ('delivered', 'suspended', 'revoked')),
  constraint licence_is_valid_for_a_time check (valid_from <= valid_to)
);
create index licence_by_organisation on authority.licence (organisation_id);

-- What became of each licence; it only grows.
create table authority.licence_event (
  -- UUIDv7: in the order of the acts.
  id uuid primary key,
  licence_id uuid not null references authority.licence (id),
  at timestamptz not null default now(),
  act text not null,
  done_by text not null,
  reason text not null default '',
  constraint licence_act_is_known check (act in ('delivered', 'renewed', 'suspended', 'reinstated', 'revoked'))
);
create index licence_event_by_licence on authority.licence_event (licence_id, id);

create table authority.certificate (
  -- Hexadecimal, without leading zeros.
  serial text primary key,
  licence_id uuid not null references authority.licence (id),
  -- Null for what was delivered before a server held the register, which kept the serial only.
  der bytea,
  not_after timestamptz not null,
  issued_at timestamptz not null,
  revoked_at timestamptz,
  revocation_reason text,
  constraint revoked_certificate_has_a_reason check ((revoked_at is null) = (revocation_reason is null)),
  constraint revocation_reason_is_known check
    (revocation_reason in ('keyCompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation'))
);
create index certificate_by_licence on authority.certificate (licence_id, issued_at desc);

create table authority.interface (
  id uuid primary key,
  editor text not null,
  product text not null,
  version text not null,
  reads text[] not null,
  writes text[] not null,
  qualification_id text not null unique,
  qualified_on date not null,
  withdrawn_at timestamptz,
  withdrawal_reason text not null default '',
  constraint interface_exchanges_something check (cardinality(reads) + cardinality(writes) > 0),
  constraint withdrawn_interface_says_why check ((withdrawn_at is null) = (withdrawal_reason = ''))
);

-- Roots of updates, one after another: which keys sign what.
create table authority.trust_root (
  version integer primary key,
  root jsonb not null,
  known_at timestamptz not null default now()
);

-- What was published; it only grows. The files are on disk, by digest.
create table authority.bundle_version (
  bundle_id text not null,
  version integer not null,
  kind text not null,
  label text not null,
  content_sha256 text not null,
  -- Digest of each file of the version, by path.
  files jsonb not null,
  published_at timestamptz not null,
  published_by text not null,
  effective_from timestamptz not null,
  effective_to timestamptz,
  min_controller text,
  sha256 text not null,
  bytes bigint not null,
  delta_sha256 text,
  delta_bytes bigint,
  -- Of a trust bundle that brings a root.
  root_version integer unique references authority.trust_root (version),
  primary key (bundle_id, version),
  constraint bundle_kind_is_known check (kind in ('nomenclature', 'ruleset', 'xsd', 'trust')),
  constraint bundle_versions_begin_at_one check (version >= 1),
  constraint delta_has_digest_and_length check ((delta_sha256 is null) = (delta_bytes is null))
);
create index bundle_version_by_digest on authority.bundle_version (sha256);
create index bundle_version_by_delta on authority.bundle_version (delta_sha256);

create table authority.pointer (
  sequence integer primary key,
  pointer text not null,
  signatures text not null,
  issued_at timestamptz not null,
  expires_at timestamptz not null
);

create table authority.revocation_list (
  number integer primary key,
  der bytea not null,
  issued_at timestamptz not null,
  next_update timestamptz not null,
  revoked_count integer not null
);

create table authority.subscriber (
  id uuid primary key,
  licence_id uuid not null references authority.licence (id),
  installation text not null,
  controller_version text not null,
  root_version integer not null,
  pointer_sequence integer not null,
  trouble text,
  first_seen_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  constraint installation_is_one_per_licence unique (licence_id, installation)
);

create table authority.subscriber_bundle (
  subscriber_id uuid not null references authority.subscriber (id),
  bundle_id text not null,
  version integer not null,
  content_sha256 text not null,
  -- When the subscriber first told of this version.
  since timestamptz not null default now(),
  primary key (subscriber_id, bundle_id)
);

-- Streams that are open, as the processes that hold them say every few seconds.
create table authority.stream (
  id uuid primary key,
  licence_id uuid not null references authority.licence (id),
  held_until timestamptz not null
);
create index stream_by_licence on authority.stream (licence_id);

-- Rights. People of the authority keep its registers; what everyone may read, and what subscribers tell, goes through the
-- platform itself. A published version, a root, a pointer and a list never change.
create function authority.keeps() returns boolean language sql stable as $$
  select coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[] @> '{authority}'
$$;

grant select, insert, update on authority.organisation, authority.licence, authority.certificate, authority.interface
  to liaison_app, liaison_system;
grant select, insert on authority.licence_event, authority.trust_root, authority.bundle_version, authority.pointer,
  authority.revocation_list to liaison_app, liaison_system;
grant select on authority.subscriber, authority.subscriber_bundle, authority.stream to liaison_app;
grant select, insert, update on authority.subscriber, authority.subscriber_bundle to liaison_system;
grant select, insert, update, delete on authority.stream to liaison_system;

do $$
declare name text;
begin
  foreach name in array array['organisation', 'licence', 'licence_event', 'certificate', 'interface', 'trust_root',
    'bundle_version', 'pointer', 'revocation_list', 'subscriber', 'subscriber_bundle', 'stream'] loop
    execute format('alter table authority.%I enable row level security', name);
    execute format('alter table authority.%I force row level security', name);
    execute format('create policy keepers_see on authority.%I for select to liaison_app using (authority.keeps())', name);
    execute format('create policy system_keeps on authority.%I to liaison_system using (true) with check (true)', name);
  end loop;
  foreach name in array array['organisation', 'licence', 'licence_event', 'certificate', 'interface', 'trust_root',
    'bundle_version', 'pointer', 'revocation_list'] loop
    execute format('create policy keepers_add on authority.%I for insert to liaison_app with check (authority.keeps())', name);
  end loop;
  foreach name in array array['organisation', 'licence', 'certificate', 'interface'] loop
    execute format('create policy keepers_change on authority.%I for update to liaison_app
      using (authority.keeps()) with check (authority.keeps())', name);
  end loop;
end $$;
