-- Patients: the identity that one télédossier carries, with the source of each trait (CCTP 3.1.2.3).
create schema patients;
grant usage on schema patients to liaison_app, liaison_system;

create table patients.patient (
  id uuid primary key,
  -- Resource that opens the row: rights on the dossier are rights on its patient.
  dossier_id uuid not null unique,
  is_unknown boolean not null default false,
  -- INCONNU-aaaammjj-n, drawn once per structure and day; kept when the identity is found later.
  alias text check (alias ~ '^INCONNU-[0-9]{8}-[0-9]+$'),
  birth_name text not null default '' check (length(birth_name) <= 100),
  birth_given_names text not null default '' check (length(birth_given_names) <= 100),
  birth_date date,
  sex text check (sex in ('M', 'F', 'I')),
  birth_place_code text not null default '' check (birth_place_code ~ '^([0-9AB]{5})?$'),
  ipp text not null default '' check (length(ipp) <= 64),
  -- Field name to 'saisie' or 'dicom'; a field left empty has no entry.
  source jsonb not null default '{}' check (jsonb_typeof(source) = 'object'),
  constraint unknown_patient_has_an_alias check (not is_unknown or alias is not null)
);

-- Last alias drawn by a structure on a day. Holds nothing about a patient.
create table patients.alias_counter (
  structure_id uuid not null,
  day date not null,
  last integer not null check (last > 0),
  primary key (structure_id, day)
);

grant select, insert, update, delete on patients.patient to liaison_app;
grant select, insert, update on patients.alias_counter to liaison_app;

alter table patients.patient enable row level security;
alter table patients.patient force row level security;
create policy dossier_readers_read on patients.patient for select to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:read'));
create policy dossier_askers_add on patients.patient for insert to liaison_app
  with check (access.may('dossier', dossier_id, 'dossier:ask'));
create policy dossier_askers_change on patients.patient for update to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:ask'))
  with check (access.may('dossier', dossier_id, 'dossier:ask'));
create policy dossier_askers_remove on patients.patient for delete to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:ask'));

alter table patients.alias_counter enable row level security;
alter table patients.alias_counter force row level security;
create policy structure_draws_its_own on patients.alias_counter to liaison_app
  using (structure_id::text = current_setting('liaison.structure_id', true))
  with check (structure_id::text = current_setting('liaison.structure_id', true));

-- Published view: identity by dossier, for those who may read the dossier.
create view patients.pub_patient with (security_invoker = true) as
  select id, dossier_id, is_unknown, alias, birth_name, birth_given_names, birth_date, sex, birth_place_code, ipp, source
    from patients.patient;
grant select on patients.pub_patient to liaison_app;
