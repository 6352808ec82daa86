-- Transfers: what leaves for a PACS. A delivery is one study to one destination (the next one of its route after
-- failures); what reached it is noted image by image, so that it goes on after a cut with what is missing only.
create schema transfers;
grant usage on schema transfers to liaison_app, liaison_system;

-- Which studies of a structure go where, without any form.
create table transfers.route (
  id uuid primary key,
  structure_id uuid not null references directory.structure (id),
  position integer not null,
  name text not null,
  is_active boolean not null,
  -- Empty: any.
  calling_ae_titles text[] not null default '{}',
  modalities text[] not null default '{}',
  words text[] not null default '{}',
  weekdays integer[] not null default '{}',
  -- Minutes from midnight, Europe/Paris.
  from_minute integer,
  to_minute integer,
  peer_ids uuid[] not null,
  tries_each integer not null,
  coercion text not null,
  max_bytes_per_second bigint,
  created_at timestamptz not null default now(),
  changed_at timestamptz not null default now(),
  removed_at timestamptz,
  constraint route_has_a_name check (name <> ''),
  constraint route_leads_somewhere check (cardinality(peer_ids) between 1 and 5),
  constraint route_tries_each_destination check (tries_each between 1 and 20),
  constraint route_coercion_is_known check (coercion in ('none', 'known')),
  constraint route_weekdays_are_iso check (weekdays <@ array[1, 2, 3, 4, 5, 6, 7]),
  constraint route_hours_go_together check ((from_minute is null) = (to_minute is null)
    and from_minute between 0 and 1440 and to_minute between 0 and 1440),
  constraint route_is_not_stopped_by_its_limit check (max_bytes_per_second >= 10000)
);
create index route_by_structure on transfers.route (structure_id, position) where removed_at is null;
grant select, insert, update on transfers.route to liaison_app;
grant select on transfers.route to liaison_system;

create table transfers.delivery (
  -- UUIDv7: in the order in which they were asked for.
  id uuid primary key,
  study_id uuid not null references imaging.study (id),
  -- Who sends: the structure of the person, or of the route.
  structure_id uuid not null references directory.structure (id),
  route_id uuid references transfers.route (id),
  asked_by_id uuid,
  asked_by text not null,
  asked_at timestamptz not null,
  -- The destination now, as it was named when it was chosen; `peer_ids`: those of the route, in the order of failover.
  peer_id uuid not null,
  peer_name text not null,
  peer_ae_title text not null,
  peer_ids uuid[] not null,
  tries_each integer not null,
  coercion jsonb,
  max_bytes_per_second bigint,
  state text not null default 'waiting',
  total integer not null default 0 check (total >= 0),
  sent integer not null default 0 check (sent >= 0),
  warned integer not null default 0 check (warned >= 0),
  refused integer not null default 0 check (refused >= 0),
  attempts integer not null default 0,
  -- Failures in a row at this destination.
  failures_here integer not null default 0,
  -- When it is due; null: nothing is due until more images come.
  next_try_at timestamptz,
  give_up_at timestamptz not null,
  failure_code text,
  failure_detail text not null default '',
  -- The process that sends it, and until when it is believed to be alive.
  holder text,
  held_until timestamptz,
  ended_at timestamptz,
  commitment text not null default 'none',
  commitment_uid text,
  constraint delivery_state_is_known check (state in ('waiting', 'sending', 'done', 'failed', 'cancelled')),
  constraint delivery_commitment_is_known check (commitment in ('none', 'asked', 'confirmed', 'partial', 'refused')),
  constraint delivery_ends_once check ((state in ('done', 'failed', 'cancelled')) = (ended_at is not null)),
  constraint sending_delivery_has_a_holder check ((state = 'sending') = (holder is not null and held_until is not null)),
  constraint warned_images_were_sent check (warned <= sent),
  -- A study follows a route once.
  constraint study_follows_a_route_once unique (route_id, study_id)
);
create index delivery_by_structure on transfers.delivery (structure_id, id desc);
create index delivery_by_study on transfers.delivery (study_id, id desc);
create index delivery_by_route on transfers.delivery (route_id, id desc) where route_id is not null;
create index delivery_due on transfers.delivery (next_try_at) where state in ('waiting', 'sending');
create index delivery_failed on transfers.delivery (structure_id, id desc) where state = 'failed';
create index delivery_open on transfers.delivery (structure_id, id desc) where state in ('waiting', 'sending');
create index delivery_by_commitment on transfers.delivery (commitment_uid) where commitment_uid is not null;

-- What became of each image at each destination that was tried.
create table transfers.delivered_instance (
  delivery_id uuid not null references transfers.delivery (id),
  peer_id uuid not null,
  sop_instance_uid text not null,
  sop_class_uid text not null,
  outcome text not null,
  -- DIMSE status (PS3.7 annex C).
  status integer not null,
  comment text not null default '',
  at timestamptz not null default now(),
  constraint image_has_one_outcome primary key (delivery_id, peer_id, sop_instance_uid),
  constraint image_outcome_is_known check (outcome in ('sent', 'warned', 'refused'))
);
create index delivered_with_trouble on transfers.delivered_instance (delivery_id) where outcome <> 'sent';

-- The identifier that a patient of one structure has in another, learnt from what a person wrote when he sent. His
-- traits are kept beside: the identifier is offered again only where they are the same.
create table transfers.patient_alias (
  source_structure_id uuid not null references directory.structure (id),
  patient_id text not null,
  issuer_of_patient_id text not null,
  birth_date date,
  name_folded text not null,
  target_structure_id uuid not null references directory.structure (id),
  target_patient_id text not null,
  target_issuer text not null default '',
  noted_at timestamptz not null,
  noted_by text not null,
  constraint alias_is_one_per_target primary key (source_structure_id, patient_id, issuer_of_patient_id,
    target_structure_id),
  constraint alias_is_of_an_identified_patient check (patient_id <> '' and target_patient_id <> '')
);

grant select, insert on transfers.delivery to liaison_app;
grant update (state, next_try_at, give_up_at, failure_code, failure_detail, failures_here, ended_at, holder, held_until,
  refused, total, peer_id, peer_name, peer_ae_title) on transfers.delivery to liaison_app;
grant select, delete on transfers.delivered_instance to liaison_app;
grant select, insert, update on transfers.patient_alias to liaison_app;
grant select, insert, update, delete on transfers.delivery, transfers.delivered_instance, transfers.patient_alias
  to liaison_system;

alter table transfers.delivery enable row level security;
alter table transfers.delivery force row level security;
create policy app_sends_what_it_reads on transfers.delivery to liaison_app
  using (structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid
    and access.may('study', study_id, 'study:read'))
  with check (structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid
    and access.may('study', study_id, 'study:read'));
create policy system_delivers on transfers.delivery to liaison_system using (true) with check (true);
-- Only for the functions of this schema below.
create policy owner_counts on transfers.delivery for select to liaison_owner using (true);

alter table transfers.delivered_instance enable row level security;
alter table transfers.delivered_instance force row level security;
create policy app_reads_of_its_deliveries on transfers.delivered_instance to liaison_app
  using (exists (select from transfers.delivery d where d.id = delivery_id))
  with check (exists (select from transfers.delivery d where d.id = delivery_id));
create policy system_delivers on transfers.delivered_instance to liaison_system using (true) with check (true);

-- A structure reads and writes how patients are known in itself.
alter table transfers.patient_alias enable row level security;
alter table transfers.patient_alias force row level security;
create policy app_knows_its_patients on transfers.patient_alias to liaison_app
  using (target_structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid)
  with check (target_structure_id = nullif(current_setting('liaison.structure_id', true), '')::uuid);
create policy system_knows on transfers.patient_alias to liaison_system using (true) with check (true);

-- For administrators, who read no study: where a route's deliveries are, without patient data.
create function transfers.count_routed(asked_structure uuid)
returns table (route_id uuid, open bigint, failed bigint, done bigint, last_at timestamptz)
language sql stable security definer set search_path = pg_catalog as $$
  select d.route_id, count(*) filter (where d.state in ('waiting', 'sending')), count(*) filter (where d.state = 'failed'),
         count(*) filter (where d.state = 'done' and d.ended_at > now() - interval '30 days'), max(d.asked_at)
    from transfers.delivery d join transfers.route r on r.id = d.route_id
   where r.structure_id = asked_structure and r.removed_at is null
   group by d.route_id
$$;
create function transfers.list_routed(asked_route uuid, before_id uuid, most integer)
returns table (id uuid, asked_at timestamptz, ended_at timestamptz, calling_ae_title text, modalities text[],
  peer_name text, state text, total integer, sent integer, refused integer, attempts integer, failure_code text,
  failure_detail text)
language sql stable security definer set search_path = pg_catalog as $$
  select d.id, d.asked_at, d.ended_at, s.calling_ae_title, s.modalities, d.peer_name, d.state, d.total, d.sent,
         d.refused, d.attempts, d.failure_code, d.failure_detail
    from transfers.delivery d join imaging.study s on s.id = d.study_id
   where d.route_id = asked_route and (before_id is null or d.id < before_id)
   order by d.id desc limit most
$$;
-- For the trial of a route: what its conditions look at, and nothing that names a patient.
create function transfers.list_received(asked_structure uuid, since timestamptz, most integer)
returns table (calling_ae_title text, modalities text[], description text, first_received_at timestamptz,
  image_count integer)
language sql stable security definer set search_path = pg_catalog as $$
  select s.calling_ae_title, s.modalities, s.description, s.first_received_at, s.image_count
    from imaging.study s
   where s.structure_id = asked_structure and s.last_received_at >= since and s.image_count > 0
   order by s.last_received_at desc limit most
$$;
revoke execute on function transfers.count_routed, transfers.list_routed, transfers.list_received from public;
grant execute on function transfers.count_routed, transfers.list_routed, transfers.list_received to liaison_app;
