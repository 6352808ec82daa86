-- Imaging: the catalogue of what the containers hold. Every row but `peer` is a projection of durable records, made
-- again from them when lost. A study belongs to the structure that sent it: the same StudyInstanceUID from two
-- structures is two studies, so that a clash of UIDs never shows the images of one to the other.
create schema imaging;
grant usage on schema imaging to liaison_app, liaison_system;

-- Who may send: a calling AE title bound to a structure and to addresses (addresses or CIDR blocks; '*' in demo only).
create table imaging.peer (
  ae_title text primary key check (ae_title ~ '^[\x21-\x5b\x5d-\x7e]([\x20-\x5b\x5d-\x7e]{0,14}[\x21-\x5b\x5d-\x7e])?$'),
  structure_id uuid not null references directory.structure (id),
  addresses text[] not null default '{}',
  is_active boolean not null default true
);

create table imaging.study (
  id uuid primary key,
  structure_id uuid not null references directory.structure (id),
  study_instance_uid text not null check (study_instance_uid ~ '^[0-9.]{1,64}$'),
  -- The traits as the first image carries them; PN parted by PS3.5 section 6.2.1.1.
  patient_name text not null default '',
  family_name text not null default '',
  given_names text not null default '',
  birth_date date,
  sex text check (sex in ('M', 'F', 'O')),
  patient_id text not null default '',
  issuer_of_patient_id text not null default '',
  accession_number text not null default '',
  description text not null default '',
  study_date date,
  study_time time(0),
  modalities text[] not null default '{}',
  image_count integer not null default 0 check (image_count >= 0),
  series_count integer not null default 0 check (series_count >= 0),
  quarantined_count integer not null default 0 check (quarantined_count >= 0),
  arrival text not null default 'receiving' check (arrival in ('receiving', 'idle', 'stalled')),
  -- Grows with each batch: a viewer asks whether anything changed since the one it drew.
  version bigint not null default 0,
  calling_ae_title text not null default '',
  first_received_at timestamptz not null,
  last_received_at timestamptz not null,
  search_text text not null generated always as
    (directory.fold(patient_name || ' ' || patient_id || ' ' || accession_number || ' ' || description)) stored,
  constraint study_is_one_per_structure unique (structure_id, study_instance_uid),
  constraint study_is_received_in_order check (first_received_at <= last_received_at)
);
create index study_by_arrival on imaging.study (structure_id, last_received_at desc, id desc);
create index study_by_words on imaging.study using gin (search_text public.gin_trgm_ops);
create index study_by_modality on imaging.study using gin (modalities);
create index study_by_uid on imaging.study (study_instance_uid);
create index study_by_patient on imaging.study (structure_id, patient_id);

create table imaging.series (
  id uuid primary key,
  study_id uuid not null references imaging.study (id),
  series_instance_uid text not null check (series_instance_uid ~ '^[0-9.]{1,64}$'),
  modality text not null default '',
  description text not null default '',
  series_number integer,
  body_part text not null default '',
  laterality text not null default '',
  patient_name text not null default '',
  patient_birth_date date,
  -- What the choice of the first series to show looks at (viewer.md 4.3).
  contrast_agent text not null default '',
  convolution_kernel text not null default '',
  constraint series_is_one_per_study unique (study_id, series_instance_uid)
);

-- One file of reception: an association and a study. `projected_bytes`: how far its records are in the catalogue.
create table imaging.container (
  id uuid primary key,
  node text not null,
  slot integer not null,
  calling_ae_title text not null,
  remote_address text not null,
  structure_id uuid not null references directory.structure (id),
  -- Null while it holds no image, not even a begun one.
  study_id uuid references imaging.study (id),
  study_instance_uid text not null,
  projected_bytes bigint not null default 0 check (projected_bytes >= 0),
  -- An image that was begun and, so far, never completed: where the container ends on it, the study is stalled.
  pending_sop_instance_uid text,
  duplicate_count integer not null default 0,
  opened_at timestamptz not null,
  -- When the catalogue had all of it, and its journal row was written.
  closed_at timestamptz,
  sealed_day date,
  is_sealed boolean not null default false,
  constraint container_is_sealed_on_a_day check ((closed_at is null) = (sealed_day is null)),
  constraint container_is_closed_before_it_is_sealed check (not is_sealed or closed_at is not null)
);
create index container_by_study on imaging.container (study_id);
create index container_unsealed on imaging.container (opened_at) where not is_sealed;

create table imaging.instance (
  id uuid primary key,
  study_id uuid not null references imaging.study (id),
  series_id uuid not null references imaging.series (id),
  sop_instance_uid text not null check (sop_instance_uid ~ '^[0-9.]{1,64}$'),
  sop_class_uid text not null,
  transfer_syntax_uid text not null,
  -- Where its data set is, in bytes from the start of the container, bit-exact as received.
  container_id uuid not null references imaging.container (id),
  data_offset bigint not null check (data_offset >= 0),
  data_length bigint not null check (data_length >= 0),
  crc32 bigint not null check (crc32 between 0 and 4294967295),
  received_at timestamptz not null,
  instance_number integer,
  image_type text[] not null default '{}',
  frames integer not null default 1 check (frames >= 1),
  "rows" integer not null default 0,
  columns integer not null default 0,
  bits_allocated integer not null default 0,
  bits_stored integer not null default 0,
  is_signed boolean not null default false,
  samples_per_pixel integer not null default 1,
  planar_configuration integer not null default 0,
  photometric_interpretation text not null default '',
  rescale_slope double precision not null default 1,
  rescale_intercept double precision not null default 0,
  window_center double precision,
  window_width double precision,
  pixel_spacing double precision[] check (cardinality(pixel_spacing) = 2),
  spacing_kind text check (spacing_kind in ('calibrated', 'projected')),
  slice_thickness double precision,
  image_position double precision[] check (cardinality(image_position) = 3),
  image_orientation double precision[] check (cardinality(image_orientation) = 6),
  frame_time_ms double precision,
  -- Pixels, in bytes from the start of the data set. Encapsulated: `frame_offsets` has the start of the first fragment's
  -- item of each frame, then the end of the last one.
  pixel_offset bigint,
  pixel_length bigint,
  frame_offsets bigint[],
  -- Why it can never be drawn; null when it holds pixels that can be read.
  unshowable text check (unshowable in ('malformed', 'no-pixels')),
  constraint instance_is_one_per_study unique (study_id, sop_instance_uid)
);
create index instance_by_series on imaging.instance (series_id);
create index instance_by_container on imaging.instance (container_id);

-- Same SOPInstanceUID, other content: kept, never served, shown as a warning.
create table imaging.quarantine (
  id uuid primary key,
  study_id uuid not null references imaging.study (id),
  sop_instance_uid text not null,
  transfer_syntax_uid text not null,
  container_id uuid not null references imaging.container (id),
  data_offset bigint not null,
  data_length bigint not null,
  crc32 bigint not null,
  received_at timestamptz not null,
  constraint quarantine_is_one_per_record unique (container_id, data_offset)
);
create index quarantine_by_study on imaging.quarantine (study_id, sop_instance_uid);

-- What reception tells of associations, once each; no patient data.
create table imaging.reception_event (
  id uuid primary key,
  at timestamptz not null,
  kind text not null,
  calling_ae_title text not null default '',
  address text not null default '',
  reason text not null default ''
);
create index reception_event_by_time on imaging.reception_event (at desc);
create table imaging.reception_file (
  name text primary key,
  projected_bytes bigint not null check (projected_bytes >= 0)
);

-- Rights. The app reads what it was granted; only reception writes.
grant select on imaging.study, imaging.series, imaging.instance, imaging.quarantine, imaging.container to liaison_app;
grant select, insert, update, delete on all tables in schema imaging to liaison_system;

alter table imaging.study enable row level security;
alter table imaging.study force row level security;
create policy app_reads_granted on imaging.study for select to liaison_app
  using (access.may('study', id, 'study:read'));
create policy system_catalogues on imaging.study to liaison_system using (true) with check (true);
-- Only for imaging.find_study below, which asks access.may itself.
create policy owner_finds on imaging.study for select to liaison_owner using (true);

alter table imaging.series enable row level security;
alter table imaging.series force row level security;
create policy app_reads_granted on imaging.series for select to liaison_app
  using (access.may('study', study_id, 'study:read'));
create policy system_catalogues on imaging.series to liaison_system using (true) with check (true);

alter table imaging.instance enable row level security;
alter table imaging.instance force row level security;
create policy app_reads_granted on imaging.instance for select to liaison_app
  using (access.may('study', study_id, 'study:read'));
create policy system_catalogues on imaging.instance to liaison_system using (true) with check (true);

alter table imaging.quarantine enable row level security;
alter table imaging.quarantine force row level security;
create policy app_reads_granted on imaging.quarantine for select to liaison_app
  using (access.may('study', study_id, 'study:read'));
create policy system_catalogues on imaging.quarantine to liaison_system using (true) with check (true);

alter table imaging.container enable row level security;
alter table imaging.container force row level security;
create policy app_reads_granted on imaging.container for select to liaison_app
  using (access.may('study', study_id, 'study:read'));
create policy system_catalogues on imaging.container to liaison_system using (true) with check (true);

-- The studies that the transaction's actor may read, newest first: those of his structure, then those shared with him.
-- Row-level security keeps LIKE and && out of index conditions, as they might leak a row before its policy is asked; so
-- this function searches as the owner, asks access.may for each row that it gives, and gives only ids and times.
create function imaging.find_study(
  words text[], asked_modality text, since timestamptz, before_at timestamptz, before_id uuid, most integer
) returns table (study_id uuid, received_at timestamptz)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  own uuid := nullif(current_setting('liaison.structure_id', true), '')::uuid;
  shared uuid[] := array(select access.shared_with_actor('study', 'study:read'));
  filter text := ' and access.may(''study'', s.id, ''study:read'')';
  word text;
begin
  foreach word in array coalesce(words, '{}') loop
    filter := filter || format(' and s.search_text like %L',
      '%' || regexp_replace(directory.fold(word), '([\\%_])', '\\\1', 'g') || '%');
  end loop;
  if asked_modality is not null then filter := filter || format(' and s.modalities @> array[%L]', asked_modality); end if;
  if since is not null then filter := filter || format(' and s.last_received_at >= %L', since); end if;
  if before_at is not null then
    filter := filter || format(' and (s.last_received_at, s.id) < (%L, %L)', before_at, before_id);
  end if;
  return query execute format($query$
    select found.id, found.last_received_at from (
      (select s.id, s.last_received_at from imaging.study s where s.structure_id = $1 %1$s
        order by s.last_received_at desc, s.id desc limit $3)
      union all
      (select s.id, s.last_received_at from imaging.study s
        where s.id = any ($2) and s.structure_id is distinct from $1 %1$s
        order by s.last_received_at desc, s.id desc limit $3)) found
    order by found.last_received_at desc, found.id desc limit $3 $query$, filter)
  using own, shared, most;
end $$;
revoke execute on function imaging.find_study from public;
grant execute on function imaging.find_study to liaison_app;

-- Published view: for worklists of the domains above.
create view imaging.pub_study with (security_invoker = true) as
  select id, structure_id, study_instance_uid, patient_name, family_name, given_names, birth_date, sex, patient_id,
         accession_number, description, modalities, image_count, series_count, quarantined_count, arrival,
         first_received_at, last_received_at
    from imaging.study;
grant select on imaging.pub_study to liaison_app, liaison_system;
