-- Télédossier: a request, its addressees, its answers and all that happened to it (CCTP 3.1.2).
create schema teledossier;
grant usage on schema teledossier to liaison_app;

-- Who acted, as he was named that day: a directory that changes rewrites no record.
create domain teledossier.person as jsonb
  check (value ?& array['userId', 'displayName', 'structureName', 'communityName']);

-- Last number drawn for a type in a month. Holds nothing about a patient.
create table teledossier.number_counter (
  prefix text not null check (prefix ~ '^[A-Z]{2,5}$'),
  month text not null check (month ~ '^[0-9]{4}$'),
  last integer not null check (last > 0),
  primary key (prefix, month)
);

create table teledossier.dossier (
  id uuid primary key,
  number text not null unique check (number ~ '^[A-Z]{2,5}-[0-9]{4}-[0-9]{6,}$'),
  type text not null check (type in ('avc')),
  author_id uuid not null,
  author teledossier.person not null,
  structure_id uuid not null,
  community_id uuid not null,
  urgency text not null check (urgency in ('urgent', 'normal')),
  created_at timestamptz not null,
  sent_at timestamptz,
  revision integer not null default 1 check (revision > 0),
  -- When something last happened that others should read, and by whom.
  changed_at timestamptz not null,
  changed_by_id uuid not null,
  -- Derived from the addressees and closings by the state machine, kept for lists.
  status text not null default 'brouillon' check (status in ('brouillon', 'en-attente-de-reponse', 'pris-en-charge',
    'en-attente-d-information', 'repondu', 'refuse', 'clos')),
  form_id text not null,
  form_version integer not null,
  answer_form_id text not null,
  answer_form_version integer not null,
  answers jsonb not null default '{}' check (jsonb_typeof(answers) = 'object'),
  -- Taken out of the answers for lists and for the countdown.
  question text not null default '',
  last_seen_well_at timestamptz,
  -- Number, patient and question, folded.
  search_text text not null,
  requerant_closed_at timestamptz,
  requerant_closed_by teledossier.person,
  requerant_closed_reason text,
  constraint only_a_draft_is_unsent check ((sent_at is null) = (status = 'brouillon')),
  constraint closing_has_an_author check ((requerant_closed_at is null) = (requerant_closed_by is null)),
  constraint closed_dossier_was_sent check (requerant_closed_at is null or sent_at is not null),
  constraint closing_reason_has_a_closing check (requerant_closed_reason is null or requerant_closed_at is not null)
);
create index dossier_by_words on teledossier.dossier using gin (search_text public.gin_trgm_ops);
create index dossier_open_of_community on teledossier.dossier (community_id, status) where requerant_closed_at is null;
create index dossier_open_of_author on teledossier.dossier (author_id, status) where requerant_closed_at is null;

-- One line per addressee: status is kept here.
create table teledossier.addressee (
  id uuid primary key,
  dossier_id uuid not null references teledossier.dossier (id),
  recipient_kind text not null check (recipient_kind in ('community', 'professional')),
  recipient_id uuid not null,
  -- How it was named when addressed: label, detail, structureName.
  recipient jsonb not null check (recipient ?& array['label', 'detail', 'structureName']),
  position integer not null,
  status text not null check (status in ('en-attente-de-reponse', 'pris-en-charge', 'en-attente-d-information',
    'repondu', 'refuse', 'retire')),
  taken_by_id uuid,
  taken_by teledossier.person,
  taken_at timestamptz,
  refused_because text,
  opened_at timestamptz,
  closed_at timestamptz,
  closed_by teledossier.person,
  closed_reason text,
  constraint taker_is_whole check ((taken_by_id is null) = (taken_by is null) and (taken_by_id is null) = (taken_at is null)),
  constraint taken_line_has_a_taker check (status not in ('pris-en-charge', 'repondu') or taken_by_id is not null),
  constraint waiting_line_has_no_taker check (status <> 'en-attente-de-reponse' or taken_by_id is null),
  constraint refused_line_has_a_reason check (status <> 'refuse' or refused_because <> ''),
  constraint line_closing_has_an_author check ((closed_at is null) = (closed_by is null))
);
create unique index addressee_is_addressed_once on teledossier.addressee (dossier_id, recipient_id)
  where status not in ('refuse', 'retire');
create index addressee_by_dossier on teledossier.addressee (dossier_id, position);
create index addressee_open_of_recipient on teledossier.addressee (recipient_id, status) where closed_at is null;
create index addressee_open_of_taker on teledossier.addressee (taken_by_id, status) where closed_at is null;

-- To whom a draft will go.
create table teledossier.draft_recipient (
  dossier_id uuid not null references teledossier.dossier (id) on delete cascade,
  recipient_kind text not null check (recipient_kind in ('community', 'professional')),
  recipient_id uuid not null,
  position integer not null,
  primary key (dossier_id, recipient_id)
);

create table teledossier.information_request (
  id uuid primary key,
  dossier_id uuid not null references teledossier.dossier (id),
  addressee_id uuid not null references teledossier.addressee (id),
  question text not null check (question <> ''),
  asked_by teledossier.person not null,
  asked_at timestamptz not null,
  answered_at timestamptz
);
create index information_request_by_dossier on teledossier.information_request (dossier_id, asked_at);

create table teledossier.complement (
  id uuid primary key,
  dossier_id uuid not null references teledossier.dossier (id),
  information_request_id uuid references teledossier.information_request (id),
  text text not null,
  added_by teledossier.person not null,
  added_at timestamptz not null
);
create index complement_by_dossier on teledossier.complement (dossier_id, added_at);

-- Exams attached, by the request itself or by a later complement. No foreign key: the catalogue of imaging is a
-- projection that may be made again.
create table teledossier.dossier_study (
  dossier_id uuid not null references teledossier.dossier (id),
  study_id uuid not null,
  complement_id uuid references teledossier.complement (id),
  attached_at timestamptz not null,
  position integer not null,
  primary key (dossier_id, study_id)
);
create index dossier_study_by_study on teledossier.dossier_study (study_id);

-- An answer given; nobody changes it afterwards.
create table teledossier.answer (
  id uuid primary key,
  dossier_id uuid not null references teledossier.dossier (id),
  addressee_id uuid not null unique references teledossier.addressee (id),
  author teledossier.person not null,
  answered_at timestamptz not null,
  form_id text not null,
  form_version integer not null,
  answers jsonb not null check (jsonb_typeof(answers) = 'object')
);
create index answer_by_dossier on teledossier.answer (dossier_id, answered_at);

-- An answer being written: seen by its author only.
create table teledossier.answer_draft (
  addressee_id uuid not null references teledossier.addressee (id),
  user_id uuid not null,
  dossier_id uuid not null references teledossier.dossier (id),
  answers jsonb not null check (jsonb_typeof(answers) = 'object'),
  saved_at timestamptz not null,
  primary key (addressee_id, user_id)
);

-- What happened, with actor, identity and time. French sentences are made from it when it is read.
create table teledossier.event (
  id uuid primary key,
  dossier_id uuid not null references teledossier.dossier (id),
  at timestamptz not null,
  kind text not null check (kind in ('sent', 'opened', 'taken', 'released', 'information', 'complement', 'answered',
    'refused', 'addressing', 'closed', 'reopened')),
  actor_id uuid not null,
  actor teledossier.person not null,
  addressee_id uuid references teledossier.addressee (id),
  details jsonb not null default '{}' check (jsonb_typeof(details) = 'object')
);
create index event_by_dossier on teledossier.event (dossier_id, id);

-- When each reader last opened a dossier: marks what is new to him.
create table teledossier.opening (
  dossier_id uuid not null references teledossier.dossier (id) on delete cascade,
  user_id uuid not null,
  opened_at timestamptz not null,
  primary key (user_id, dossier_id)
);
create index opening_by_dossier on teledossier.opening (dossier_id);

-- A sent version is immutable: what comes later is appended. Only follow-up columns still move.
create function teledossier.refuse_change_of_sent() returns trigger language plpgsql as $$
declare
  follow_up constant text[] := array['revision', 'changed_at', 'changed_by_id', 'status', 'requerant_closed_at', 'requerant_closed_by',
    'requerant_closed_reason'];
begin
  if old.sent_at is null then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'UPDATE' and to_jsonb(new) - follow_up = to_jsonb(old) - follow_up then
    return new;
  end if;
  raise exception 'a sent télédossier is not changed' using errcode = 'restrict_violation';
end $$;
create trigger sent_dossier_is_immutable before update or delete on teledossier.dossier
  for each row execute function teledossier.refuse_change_of_sent();

-- Detaching an exam from what was sent would change it too.
create function teledossier.refuse_detaching_from_sent() returns trigger language plpgsql as $$
begin
  if exists (select 1 from teledossier.dossier where id = old.dossier_id and sent_at is null) then return old; end if;
  raise exception 'a sent télédossier keeps its exams' using errcode = 'restrict_violation';
end $$;
create trigger sent_dossier_keeps_its_exams before update or delete on teledossier.dossier_study
  for each row execute function teledossier.refuse_detaching_from_sent();

-- Rights. No column of an answer, a complement or an event is ever updated: no one has the privilege.
grant select, insert, update on teledossier.number_counter to liaison_app;
grant select, insert, update, delete on teledossier.dossier, teledossier.draft_recipient, teledossier.dossier_study,
  teledossier.answer_draft to liaison_app;
grant select, insert, update on teledossier.addressee, teledossier.opening to liaison_app;
grant select, insert, update (answered_at) on teledossier.information_request to liaison_app;
grant select, insert on teledossier.complement, teledossier.answer, teledossier.event to liaison_app;

-- Second lock, on every table: readers read, the requérant's side asks, the requis's side answers.
alter table teledossier.dossier enable row level security;
alter table teledossier.dossier force row level security;
create policy readers_read on teledossier.dossier for select to liaison_app
  using (access.may('dossier', id, 'dossier:read'));
create policy askers_create on teledossier.dossier for insert to liaison_app
  with check (access.may('dossier', id, 'dossier:ask'));
create policy both_sides_change on teledossier.dossier for update to liaison_app
  using (access.may('dossier', id, 'dossier:ask') or access.may('dossier', id, 'dossier:answer'))
  with check (access.may('dossier', id, 'dossier:ask') or access.may('dossier', id, 'dossier:answer'));
create policy askers_delete_drafts on teledossier.dossier for delete to liaison_app
  using (sent_at is null and access.may('dossier', id, 'dossier:ask'));
-- Only for teledossier.find_dossier below, which gives ids of what the actor was given.
create policy owner_finds on teledossier.dossier for select to liaison_owner using (true);

alter table teledossier.addressee enable row level security;
alter table teledossier.addressee force row level security;
create policy readers_read on teledossier.addressee for select to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:read'));
create policy askers_address on teledossier.addressee for insert to liaison_app
  with check (access.may('dossier', dossier_id, 'dossier:ask'));
create policy both_sides_change on teledossier.addressee for update to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:ask') or access.may('dossier', dossier_id, 'dossier:answer'))
  with check (access.may('dossier', dossier_id, 'dossier:ask') or access.may('dossier', dossier_id, 'dossier:answer'));

alter table teledossier.draft_recipient enable row level security;
alter table teledossier.draft_recipient force row level security;
create policy askers_prepare on teledossier.draft_recipient to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:ask'))
  with check (access.may('dossier', dossier_id, 'dossier:ask'));

alter table teledossier.dossier_study enable row level security;
alter table teledossier.dossier_study force row level security;
create policy readers_read on teledossier.dossier_study for select to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:read'));
-- One attaches what one may see: an id learnt elsewhere opens nothing.
create policy askers_attach on teledossier.dossier_study for insert to liaison_app
  with check (access.may('dossier', dossier_id, 'dossier:ask') and access.may('study', study_id, 'study:read'));
create policy askers_reorder on teledossier.dossier_study for update to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:ask')) with check (access.may('dossier', dossier_id, 'dossier:ask'));
create policy askers_detach on teledossier.dossier_study for delete to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:ask'));

alter table teledossier.information_request enable row level security;
alter table teledossier.information_request force row level security;
create policy readers_read on teledossier.information_request for select to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:read'));
create policy requis_asks on teledossier.information_request for insert to liaison_app
  with check (access.may('dossier', dossier_id, 'dossier:answer'));
create policy requerant_answers on teledossier.information_request for update to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:ask')) with check (access.may('dossier', dossier_id, 'dossier:ask'));

alter table teledossier.complement enable row level security;
alter table teledossier.complement force row level security;
create policy readers_read on teledossier.complement for select to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:read'));
create policy requerant_adds on teledossier.complement for insert to liaison_app
  with check (access.may('dossier', dossier_id, 'dossier:ask'));

alter table teledossier.answer enable row level security;
alter table teledossier.answer force row level security;
create policy readers_read on teledossier.answer for select to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:read'));
create policy requis_answers on teledossier.answer for insert to liaison_app
  with check (access.may('dossier', dossier_id, 'dossier:answer')
    and author ->> 'userId' = current_setting('liaison.user_id', true));

alter table teledossier.answer_draft enable row level security;
alter table teledossier.answer_draft force row level security;
create policy requis_writes_his_own on teledossier.answer_draft to liaison_app
  using (user_id::text = current_setting('liaison.user_id', true) and access.may('dossier', dossier_id, 'dossier:answer'))
  with check (user_id::text = current_setting('liaison.user_id', true) and access.may('dossier', dossier_id, 'dossier:answer'));

alter table teledossier.event enable row level security;
alter table teledossier.event force row level security;
create policy readers_read on teledossier.event for select to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:read'));
create policy readers_leave_a_trace on teledossier.event for insert to liaison_app
  with check (access.may('dossier', dossier_id, 'dossier:read')
    and actor_id::text = current_setting('liaison.user_id', true));

alter table teledossier.opening enable row level security;
alter table teledossier.opening force row level security;
create policy reader_keeps_his_own on teledossier.opening to liaison_app
  using (user_id::text = current_setting('liaison.user_id', true))
  with check (user_id::text = current_setting('liaison.user_id', true) and access.may('dossier', dossier_id, 'dossier:read'));

-- Ids of what the transaction's actor was given, newest first, and how many match in all. Row-level security keeps LIKE
-- out of index conditions and is asked row by row; so this searches as the owner among the actor's own grants and gives
-- ids only: their rows are then read under row-level security like any other.
create function teledossier.find_dossier(words text[], asked_status text, before_id uuid, most integer)
returns table (dossier_id uuid, total bigint)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  mine uuid[] := array(select access.shared_with_actor('dossier', 'dossier:read'));
  filter text := '';
  word text;
begin
  foreach word in array coalesce(words, '{}') loop
    filter := filter || format(' and d.search_text like %L',
      '%' || regexp_replace(directory.fold(word), '([\\%_])', '\\\1', 'g') || '%');
  end loop;
  if asked_status is not null then filter := filter || format(' and d.status = %L', asked_status); end if;
  return query execute format($query$
    with found as materialized (select d.id from teledossier.dossier d where d.id = any ($1) %s)
    select f.id, (select count(*) from found) from found f
     where $2::uuid is null or f.id < $2 order by f.id desc limit $3 $query$, filter)
  using mine, before_id, most;
end $$;
revoke execute on function teledossier.find_dossier from public;
grant execute on function teledossier.find_dossier to liaison_app;

-- Published view: one row per télédossier, without medical data, for lists and statistics above.
create view teledossier.pub_dossier with (security_invoker = true) as
  select id, number, type, urgency, status, structure_id, community_id, created_at, sent_at from teledossier.dossier;
grant select on teledossier.pub_dossier to liaison_app;
