-- A study that was asked of a PACS has its row before its first image, so that a dossier can hold it and be sent.
alter table imaging.study add column expected_count integer check (expected_count >= 0);
alter table imaging.study drop constraint study_arrival_check;
alter table imaging.study add constraint study_arrival_is_known
  check (arrival in ('expected', 'receiving', 'idle', 'stalled'));

-- What is being brought of a study, and from where; gone once nothing is awaited.
create table imaging.awaiting (
  study_id uuid primary key references imaging.study (id),
  source text not null,
  state text not null,
  -- Why not, in French; empty unless failed.
  reason text not null default '',
  done integer not null default 0 check (done >= 0),
  total integer check (total >= 0),
  changed_at timestamptz not null default now(),
  constraint awaiting_state_is_known check (state in ('waiting', 'moving', 'failed'))
);
grant select, insert, update, delete on imaging.awaiting to liaison_app, liaison_system;
alter table imaging.awaiting enable row level security;
alter table imaging.awaiting force row level security;
create policy app_reads_granted on imaging.awaiting for select to liaison_app
  using (access.may('study', study_id, 'study:read'));
create policy app_asks_readable on imaging.awaiting for insert to liaison_app
  with check (access.may('study', study_id, 'study:read'));
create policy app_changes_readable on imaging.awaiting for update to liaison_app
  using (access.may('study', study_id, 'study:read')) with check (access.may('study', study_id, 'study:read'));
create policy app_ends_readable on imaging.awaiting for delete to liaison_app
  using (access.may('study', study_id, 'study:read'));
create policy system_notes on imaging.awaiting to liaison_system using (true) with check (true);

-- Makes the row of a study of the actor's own structure, and that structure's right to it, as its first image would. Only
-- reception writes studies otherwise, hence a function of the owner. One that is there already stays as it is, but for the
-- count, and for its purge: its images come again.
create policy owner_expects on imaging.study for insert to liaison_owner with check (arrival = 'expected');
create policy owner_counts on imaging.study for update to liaison_owner using (true) with check (true);
create function imaging.expect_study(new_id uuid, ae_title text, facts jsonb, images integer) returns uuid
language plpgsql security definer set search_path = pg_catalog as $$
declare
  own uuid := nullif(current_setting('liaison.structure_id', true), '')::uuid;
  features text[] := coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[];
  found_id uuid;
begin
  if own is null or not features && '{clinical,imaging}' then
    raise exception 'no study is expected for nobody' using errcode = 'insufficient_privilege';
  end if;
  insert into imaging.study (id, structure_id, study_instance_uid, calling_ae_title, arrival, expected_count,
      first_received_at, last_received_at, patient_name, family_name, given_names, birth_date, sex, patient_id,
      issuer_of_patient_id, accession_number, description, study_date, study_time, modalities)
    select new_id, own, f.study_instance_uid, ae_title, 'expected', images,
        now_ms, now_ms, f.patient_name, f.family_name, f.given_names, f.birth_date, f.sex,
        f.patient_id, f.issuer_of_patient_id, f.accession_number, f.description, f.study_date, f.study_time, f.modalities
      from jsonb_to_record(facts) as f(study_instance_uid text, patient_name text, family_name text, given_names text,
        birth_date date, sex text, patient_id text, issuer_of_patient_id text, accession_number text, description text,
        study_date date, study_time time, modalities text[]), date_trunc('milliseconds', now()) as now_ms
    on conflict on constraint study_is_one_per_structure do nothing;
  select s.id into found_id from imaging.study s
   where s.structure_id = own and s.study_instance_uid = facts->>'study_instance_uid';
  update imaging.study s
     set expected_count = coalesce(images, s.expected_count), version = s.version + 1,
         arrival = case when s.purged_at is null then s.arrival else 'expected' end, purged_at = null
   where s.id = found_id;
  insert into access.grant (id, subject, resource_kind, resource_id, capability, reason)
    values (gen_random_uuid(), own, 'study', found_id, 'study:read', 'received')
    on conflict on constraint grant_once do nothing;
  return found_id;
end $$;
revoke execute on function imaging.expect_study from public;
grant execute on function imaging.expect_study to liaison_app;

create or replace view imaging.pub_study with (security_invoker = true) as
  select s.id, s.structure_id, s.study_instance_uid, s.patient_name, s.family_name, s.given_names, s.birth_date, s.sex,
         s.patient_id, s.accession_number, s.description, s.modalities, s.image_count, s.series_count,
         s.quarantined_count, s.arrival, s.first_received_at, s.last_received_at, s.expected_count
    from imaging.study s;
create view imaging.pub_awaiting with (security_invoker = true) as
  select study_id, source, state, reason, done, total from imaging.awaiting;
grant select on imaging.pub_awaiting to liaison_app, liaison_system;

-- Events of reception, told to administrators by peer.
alter table imaging.reception_event add column peer_id uuid;
alter table imaging.reception_event add column is_tls boolean not null default false;
alter table imaging.reception_event add column image_count integer;
alter table imaging.reception_event add column byte_count bigint;
alter table imaging.reception_event add column association_id uuid;
create index reception_event_by_peer on imaging.reception_event (peer_id, at desc);
create index reception_event_by_ae_title on imaging.reception_event (calling_ae_title, at desc);
grant select on imaging.reception_event to liaison_app;
alter table imaging.reception_event enable row level security;
alter table imaging.reception_event force row level security;
create policy administrators_see on imaging.reception_event for select to liaison_app
  using (coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[] && '{local-admin,regional-admin}');
create policy system_keeps on imaging.reception_event to liaison_system using (true) with check (true);

comment on table imaging.peer is 'Moved to pacs.peer; kept as it was for the version before.';
