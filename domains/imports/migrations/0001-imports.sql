-- Imports: what people bring in from CDs, keys and folders. The images themselves go the way of all images (containers,
-- then the catalogue); here is who brought them, and which files have arrived, so that an upload goes on after a cut.
-- No name and no trait of a patient in any column, nor the names of files.
create schema imports;
grant usage on schema imports to liaison_app, liaison_system;

create table imports.import (
  -- UUIDv7: in the order in which they were started.
  id uuid primary key,
  user_id uuid not null,
  structure_id uuid not null references directory.structure (id),
  source text not null,
  -- SHA-256 of the list of files, in hexadecimal.
  source_digest text not null,
  file_count integer not null,
  byte_count bigint not null,
  state text not null default 'open',
  started_at timestamptz not null,
  last_at timestamptz not null,
  ended_at timestamptz,
  constraint import_source_is_known check (source in ('folder', 'files', 'zip', 'iso')),
  constraint import_state_is_known check (state in ('open', 'done', 'cancelled')),
  constraint import_digest_is_sha256 check (source_digest ~ '^[0-9a-f]{64}$'),
  constraint import_is_bounded check (file_count between 1 and 200000 and byte_count > 0),
  constraint import_ends_once check ((state = 'open') = (ended_at is null))
);
create index import_by_user on imports.import (user_id, id desc);
-- The same files are not imported twice at once by one person in one structure.
create unique index open_import_is_one_per_source on imports.import (user_id, structure_id, source_digest)
  where state = 'open';
grant select, insert, update (state, last_at, ended_at) on imports.import to liaison_app;
grant select on imports.import to liaison_system;

create table imports.study (
  import_id uuid not null references imports.import (id),
  study_instance_uid text not null,
  expected_count integer not null,
  constraint import_names_a_study_once primary key (import_id, study_instance_uid),
  constraint import_study_has_a_uid check (study_instance_uid ~ '^[0-9.]{1,64}$'),
  constraint import_expects_something check (expected_count > 0)
);
grant select, insert, update (expected_count) on imports.study to liaison_app;
grant select on imports.study to liaison_system;

-- Files that need not be sent again: stored (the row is written after the sync), or refused for good.
create table imports.file (
  import_id uuid not null references imports.import (id),
  position integer not null,
  byte_count bigint not null,
  crc32 bigint not null,
  -- Null: stored.
  refusal text,
  constraint import_settles_a_file_once primary key (import_id, position),
  constraint import_file_is_of_the_list check (position between 0 and 199999),
  constraint import_crc_has_32_bits check (crc32 between 0 and 4294967295),
  constraint import_refusal_is_known check (refusal in
    ('not-dicom', 'no-identifiers', 'dicomdir', 'unreadable', 'transfer-syntax', 'too-long'))
);
grant select, insert on imports.file to liaison_app;
grant select on imports.file to liaison_system;

alter table imports.import enable row level security;
alter table imports.import force row level security;
alter table imports.study enable row level security;
alter table imports.study force row level security;
alter table imports.file enable row level security;
alter table imports.file force row level security;

-- An import is its owner's, in the structure where he made it.
create policy owner_imports on imports.import to liaison_app
  using (user_id::text = current_setting('liaison.user_id', true)
    and structure_id::text = current_setting('liaison.structure_id', true))
  with check (user_id::text = current_setting('liaison.user_id', true)
    and structure_id::text = current_setting('liaison.structure_id', true));
create policy owner_names_studies on imports.study to liaison_app
  using (exists (select from imports.import i where i.id = import_id))
  with check (exists (select from imports.import i where i.id = import_id));
create policy owner_settles_files on imports.file to liaison_app
  using (exists (select from imports.import i where i.id = import_id))
  with check (exists (select from imports.import i where i.id = import_id));
create policy system_reads on imports.import for select to liaison_system using (true);
create policy system_reads on imports.study for select to liaison_system using (true);
create policy system_reads on imports.file for select to liaison_system using (true);
