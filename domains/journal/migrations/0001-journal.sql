-- Journal: who did what to whose data, and when (CCTP 3.2.2.9). Append only; sealed within a second by the sealer.
create schema journal;
grant usage on schema journal to liaison_app, liaison_system;

create table journal.entry (
  id uuid primary key,
  at timestamptz not null default clock_timestamp(),
  -- Statement of what was done, such as 'dossier.opened'; the closed list is in domains/journal/src/model.ts.
  act text not null check (act ~ '^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$'),
  actor_kind text not null check (actor_kind in ('user', 'machine', 'anonymous')),
  actor_id text not null,
  actor_name text not null,
  structure_id uuid,
  patient_id uuid,
  resource_kind text,
  resource_id uuid,
  outcome text not null default 'done' check (outcome in ('done', 'refused', 'failed')),
  -- AE title, StudyInstanceUID, sign-in mode, criteria of a search…; never the content of a dossier.
  details jsonb not null default '{}',
  -- The sealer's mark: position in the chain and hash of this row joined to the one before. Null until sealed.
  seal_position bigint unique,
  seal_hash text,
  constraint entry_is_sealed_whole check ((seal_position is null) = (seal_hash is null))
);
create index entry_by_time on journal.entry (at desc, id desc);
create index entry_by_resource on journal.entry (resource_kind, resource_id, at desc);
create index entry_by_actor on journal.entry (actor_id, at desc);
create index entry_by_patient on journal.entry (patient_id, at desc) where patient_id is not null;
create index entry_by_structure on journal.entry (structure_id, at desc);
create index entry_unsealed on journal.entry (at, id) where seal_position is null;

-- No row changes or goes, whoever asks, save the sealer's mark on a row that has none.
create function journal.refuse_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.seal_position is null
     and (to_jsonb(new) - 'seal_position' - 'seal_hash') = (to_jsonb(old) - 'seal_position' - 'seal_hash') then
    return new;
  end if;
  raise exception 'the journal only grows' using errcode = 'restrict_violation';
end $$;
create trigger entry_only_grows before update or delete on journal.entry
  for each row execute function journal.refuse_change();
create trigger entry_is_never_emptied before truncate on journal.entry
  for each statement execute function journal.refuse_change();

alter table journal.entry enable row level security;
alter table journal.entry force row level security;
-- Everyone writes; reading is for the audit's use cases, through the system role, and for one's own acts.
grant insert, select on journal.entry to liaison_app;
grant insert, select, update (seal_position, seal_hash) on journal.entry to liaison_system;
create policy app_appends on journal.entry for insert to liaison_app with check (seal_position is null);
create policy app_reads_own_acts on journal.entry for select to liaison_app
  using (actor_id = current_setting('liaison.user_id', true));
create policy system_appends on journal.entry for insert to liaison_system with check (seal_position is null);
create policy system_reads on journal.entry for select to liaison_system using (true);
create policy system_seals on journal.entry for update to liaison_system using (seal_position is null) with check (true);
