-- A purged study says so by its arrival, and where its images are archived, until images of it come again.
alter table imaging.study drop constraint study_arrival_is_known;
alter table imaging.study add constraint study_arrival_is_known
  check (arrival in ('expected', 'receiving', 'idle', 'stalled', 'purged'));
-- AE title of the PACS that committed to the storage of its images before the purge; empty where none did.
alter table imaging.study add column archived_in text not null default '';
update imaging.study set arrival = 'purged' where purged_at is not null and image_count = 0;
update imaging.study set purged_at = null where purged_at is not null and image_count > 0;
alter table imaging.study add constraint purged_study_has_a_date_and_no_image
  check (arrival <> 'purged' or (purged_at is not null and image_count = 0));

-- As in 0009, but that a purged study stays one while it is asked for: only an image makes it something else.
create or replace function imaging.expect_study(new_id uuid, ae_title text, facts jsonb, images integer) returns uuid
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
     set expected_count = coalesce(images, s.expected_count), version = s.version + 1
   where s.id = found_id;
  insert into access.grant (id, subject, resource_kind, resource_id, capability, reason)
    values (gen_random_uuid(), own, 'study', found_id, 'study:read', 'received')
    on conflict on constraint grant_once do nothing;
  return found_id;
end $$;

create or replace view imaging.pub_study with (security_invoker = true) as
  select s.id, s.structure_id, s.study_instance_uid, s.patient_name, s.family_name, s.given_names, s.birth_date, s.sex,
         s.patient_id, s.accession_number, s.description, s.modalities, s.image_count, s.series_count,
         s.quarantined_count, s.arrival, s.first_received_at, s.last_received_at, s.expected_count, s.purged_at
    from imaging.study s;
