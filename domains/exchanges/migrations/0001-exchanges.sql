-- Exchanges: MIO messages between a structure and its partners, whatever channel brings and takes them. The bytes are here,
-- so that one commit makes a message and its state durable together (docs/adr).
create schema exchanges;
grant usage on schema exchanges to liaison_app, liaison_system;

-- With whom a structure exchanges, by which ways, and what he may send.
create table exchanges.partner (
  id uuid primary key,
  structure_id uuid not null references directory.structure (id),
  name text not null,
  -- As the headers of messages name it (list participantScheme of the standard).
  scheme text not null,
  participant_id text not null,
  -- As its certificates of control name it; empty: none is known.
  siret text not null default '',
  -- [{channel, endpoint, addresses}]: the first takes our messages there, each may bring his.
  ways jsonb not null,
  may_send text[] not null,
  requires_certificate boolean not null default true,
  is_active boolean not null default true,
  changed_at timestamptz not null default now(),
  constraint partner_has_a_name check (name <> ''),
  constraint partner_is_one_per_participant unique (structure_id, scheme, participant_id),
  constraint partner_has_a_way check (jsonb_array_length(ways) between 1 and 4),
  constraint partner_siret_is_fourteen_digits check (siret ~ '^([0-9]{14})?$'),
  constraint certified_partner_has_a_siret check (siret <> '' or not requires_certificate)
);

create table exchanges.exchange (
  -- UUIDv7: in the order in which they came to us.
  id uuid primary key,
  structure_id uuid not null references directory.structure (id),
  direction text not null,
  state text not null,
  partner_id uuid references exchanges.partner (id),
  channel text not null,
  endpoint text not null default '',
  -- Of the message itself, as far as it could be read.
  message_id uuid,
  message_type text,
  is_test boolean not null default false,
  consultation_id text,
  in_reply_to uuid,
  sha256 text not null,
  -- Of its data, whatever their form: as its certificate says, where that was verified.
  data_sha256 text,
  byte_count integer not null check (byte_count > 0),
  file_name text not null default '',
  -- Who brought it: a person, a mail address, an account, a folder.
  brought_by text not null default '',
  certificate text,
  verdict text,
  report jsonb,
  reason text,
  detail text not null default '',
  -- The message that this one repeats, or answers on our behalf.
  original_id uuid references exchanges.exchange (id),
  -- A person took it out of quarantine although it is out of order, or of a kind that the partner may not send.
  is_released boolean not null default false,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  -- Of the last acknowledgement that was heeded, as its header says.
  acknowledged_at timestamptz,
  -- Put where the structure's own software reads files.
  handed_over_at timestamptz,
  attempts integer not null default 0,
  -- When there is something to do; null: nothing.
  next_try_at timestamptz,
  give_up_at timestamptz,
  -- The process that does it, and until when it is believed to be alive.
  holder text,
  held_until timestamptz,
  constraint exchange_channel_is_known check (channel in ('mail', 'sftp', 'folder', 'http')),
  constraint exchange_state_is_known check (
    (direction = 'outgoing' and state in ('prepared', 'controlled', 'dispatched', 'received', 'integrated', 'rejected',
      'refused', 'failed'))
    or (direction = 'incoming' and state in ('received', 'available', 'integrated', 'quarantined', 'duplicate', 'refused'))),
  constraint what_was_refused_says_why check (state not in ('refused', 'failed', 'quarantined') or reason is not null),
  constraint what_is_taken_has_a_partner check (
    partner_id is not null or state in ('prepared', 'received', 'quarantined', 'refused', 'duplicate')),
  constraint holder_and_until_go_together check ((holder is null) = (held_until is null))
);
-- A message enters once.
create unique index message_enters_once on exchanges.exchange (structure_id, partner_id, message_id)
  where direction = 'incoming' and state in ('available', 'integrated');
-- An identifier leaves once for a partner.
create unique index message_leaves_once on exchanges.exchange (structure_id, partner_id, message_id)
  where direction = 'outgoing' and state not in ('prepared', 'refused');
create index exchange_by_structure on exchanges.exchange (structure_id, id desc);
create index exchange_by_message on exchanges.exchange (structure_id, message_id);
create index exchange_by_original on exchanges.exchange (original_id) where original_id is not null;
create index exchange_due on exchanges.exchange (next_try_at) where next_try_at is not null;
create index exchange_to_hand_over on exchanges.exchange (structure_id, id)
  where direction = 'incoming' and state = 'available' and handed_over_at is null;

create table exchanges.content (
  exchange_id uuid primary key references exchanges.exchange (id),
  bytes bytea not null
);

-- What a channel brought, by the name that it has there: what is brought again after a cut is known.
create table exchanges.arrival (
  structure_id uuid not null references directory.structure (id),
  channel text not null,
  endpoint text not null,
  source_key text not null,
  exchange_id uuid not null references exchanges.exchange (id),
  arrived_at timestamptz not null default now(),
  constraint arrival_is_taken_once primary key (structure_id, channel, endpoint, source_key)
);
create index arrival_by_exchange on exchanges.arrival (exchange_id);

-- What became of an exchange, step by step.
create table exchanges.event (
  exchange_id uuid not null references exchanges.exchange (id),
  at timestamptz not null default clock_timestamp(),
  state text not null,
  reason text,
  detail text not null default ''
);
create index event_by_exchange on exchanges.event (exchange_id, at);

grant select, insert, update on exchanges.partner, exchanges.exchange to liaison_app;
grant select, insert on exchanges.content, exchanges.event to liaison_app;
grant select, insert, update, delete on exchanges.partner, exchanges.exchange, exchanges.content, exchanges.arrival,
  exchanges.event to liaison_system;

alter table exchanges.partner enable row level security;
alter table exchanges.partner force row level security;
create policy app_knows_its_partners on exchanges.partner for select to liaison_app
  using (structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid
    and (access.actor_has('message:exchange') or access.actor_has('partner:manage')));
create policy app_adds_its_partners on exchanges.partner for insert to liaison_app
  with check (structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid
    and access.actor_has('partner:manage'));
create policy app_changes_its_partners on exchanges.partner for update to liaison_app
  using (structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid
    and access.actor_has('partner:manage'));
create policy system_exchanges on exchanges.partner to liaison_system using (true) with check (true);

alter table exchanges.exchange enable row level security;
alter table exchanges.exchange force row level security;
create policy app_exchanges_for_its_structure on exchanges.exchange to liaison_app
  using (structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid
    and access.actor_has('message:exchange'))
  with check (structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid
    and access.actor_has('message:exchange'));
create policy system_exchanges on exchanges.exchange to liaison_system using (true) with check (true);

alter table exchanges.content enable row level security;
alter table exchanges.content force row level security;
create policy app_reads_of_its_exchanges on exchanges.content to liaison_app
  using (exists (select from exchanges.exchange e where e.id = exchange_id))
  with check (exists (select from exchanges.exchange e where e.id = exchange_id));
create policy system_exchanges on exchanges.content to liaison_system using (true) with check (true);

alter table exchanges.event enable row level security;
alter table exchanges.event force row level security;
create policy app_reads_of_its_exchanges on exchanges.event to liaison_app
  using (exists (select from exchanges.exchange e where e.id = exchange_id))
  with check (exists (select from exchanges.exchange e where e.id = exchange_id));
create policy system_exchanges on exchanges.event to liaison_system using (true) with check (true);

alter table exchanges.arrival enable row level security;
alter table exchanges.arrival force row level security;
create policy system_exchanges on exchanges.arrival to liaison_system using (true) with check (true);
