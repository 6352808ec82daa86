-- What workers made of received images so that they are seen sooner: thumbnails, previews, lossless HTJ2K. All of it can be
-- made again from the containers. Bytes lie in append-only packs, one a study and node: `derivatives/<…>/<study>.<node>.pack`.
create table imaging.derivative (
  instance_id uuid not null references imaging.instance (id) on delete cascade,
  frame integer not null check (frame >= 1),
  kind text not null check (kind in ('thumbnail', 'preview', 'htj2k')),
  study_id uuid not null references imaging.study (id),
  node text not null,
  data_offset bigint not null check (data_offset >= 0),
  data_length integer not null check (data_length > 0),
  crc32 bigint not null check (crc32 between 0 and 4294967295),
  primary key (instance_id, frame, kind)
);
create index derivative_by_study on imaging.derivative (study_id, node);

-- What became of each instance: `failed` says why, and is not tried for ever.
create table imaging.derivation (
  instance_id uuid primary key references imaging.instance (id) on delete cascade,
  study_id uuid not null references imaging.study (id),
  outcome text not null check (outcome in ('made', 'not-needed', 'failed')),
  reason text not null default '',
  attempts integer not null default 1 check (attempts >= 1),
  at timestamptz not null default now()
);
create index derivation_by_study on imaging.derivation (study_id);

-- How far a study is: it is looked at again once its version is past this one.
create table imaging.derived_study (
  study_id uuid primary key references imaging.study (id) on delete cascade,
  version bigint not null
);

grant select on imaging.derivative to liaison_app;
grant select, insert, update, delete on imaging.derivative, imaging.derivation, imaging.derived_study to liaison_system;

alter table imaging.derivative enable row level security;
alter table imaging.derivative force row level security;
create policy app_reads_granted on imaging.derivative for select to liaison_app
  using (access.may('study', study_id, 'study:read'));
create policy system_derives on imaging.derivative to liaison_system using (true) with check (true);

alter table imaging.derivation enable row level security;
alter table imaging.derivation force row level security;
create policy system_derives on imaging.derivation to liaison_system using (true) with check (true);
