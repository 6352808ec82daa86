-- The metadata of a series in the DICOM JSON Model (PS3.18 annex F), for a study is opened by asking for them: the objects of
-- its instances parted by commas, in gzip. They tell what lies in the containers, which never changes; where images came
-- since, `instance_count` is no longer that of the series, and they are made again. A purge takes them with the series.
create table imaging.series_metadata (
  series_id uuid primary key references imaging.series (id) on delete cascade,
  study_id uuid not null references imaging.study (id),
  instance_count integer not null check (instance_count > 0),
  packed bytea not null
);
alter table imaging.series_metadata alter column packed set storage external;
grant select on imaging.series_metadata to liaison_app;
grant select, insert, update, delete on imaging.series_metadata to liaison_system;

alter table imaging.series_metadata enable row level security;
alter table imaging.series_metadata force row level security;
create policy app_reads_granted on imaging.series_metadata for select to liaison_app
  using (access.may('study', study_id, 'study:read'));
create policy system_packs on imaging.series_metadata to liaison_system using (true) with check (true);

-- Studies of the version before are looked at again, so that theirs are packed too.
delete from imaging.derived_study;
