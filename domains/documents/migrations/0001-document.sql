-- Documents: the comptes-rendus of télédossiers as they were issued, byte for byte (CCTP 3.1.2.7).
create schema documents;
grant usage on schema documents to liaison_app, liaison_system;

create table documents.document (
  id uuid primary key,
  -- Of domain teledossier, which stands higher: no foreign key.
  dossier_id uuid not null,
  -- For the journal of who saw whose data; null for an unknown patient.
  patient_id uuid,
  kind text not null check (kind in ('report')),
  -- Grows with each answer and addendum; nothing of an older version changes.
  version integer not null check (version > 0),
  status text not null check (status in ('provisoire', 'validé')),
  media_type text not null check (media_type in ('application/pdf')),
  -- Never a trait of the patient: names go into addresses and logs.
  file_name text not null check (file_name ~ '^[a-zA-Z0-9._-]{1,100}$'),
  content bytea not null check (octet_length(content) > 0),
  sha256 text not null,
  produced_at timestamptz not null,
  produced_by text not null check (produced_by <> ''),
  constraint version_is_one_per_dossier unique (dossier_id, kind, version),
  constraint sha256_is_that_of_the_content check (sha256 = encode(sha256(content), 'hex'))
);

alter table documents.document enable row level security;
alter table documents.document force row level security;
-- Documents are added and read; nobody changes or removes one.
grant select, insert on documents.document to liaison_app;
create policy app_reads_of_its_dossiers on documents.document for select to liaison_app
  using (access.may('dossier', dossier_id, 'dossier:read'));
create policy app_adds_to_its_dossiers on documents.document for insert to liaison_app
  with check (access.may('dossier', dossier_id, 'dossier:answer') or access.may('dossier', dossier_id, 'dossier:ask'));

-- Published view: what there is, without the bytes.
create view documents.pub_document with (security_invoker = true) as
  select id, dossier_id, kind, version, status, media_type, file_name, octet_length(content) as size, sha256,
         produced_at, produced_by
    from documents.document;
grant select on documents.pub_document to liaison_app;
