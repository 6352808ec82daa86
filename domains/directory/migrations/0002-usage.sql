-- To whom a structure has addressed télédossiers: its usual correspondents come first when it addresses the next one.
create table directory.usage (
  structure_id uuid not null references directory.structure (id),
  recipient_id uuid not null,
  sent_count int not null default 1 check (sent_count > 0),
  last_at timestamptz not null default now(),
  primary key (structure_id, recipient_id)
);
grant select, insert, update on directory.usage to liaison_app, liaison_system;
