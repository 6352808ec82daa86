-- A study whose images were purged keeps its row, so that the dossiers that had it say what became of it. Its containers
-- are listed here until their files are gone: a purge that was cut short goes on.
alter table imaging.study add column purged_at timestamptz;

create table imaging.purged_container (
  id uuid primary key,
  sealed_day date not null
);
grant select, insert, delete on imaging.purged_container to liaison_system;
