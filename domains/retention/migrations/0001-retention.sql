-- Retention: how long a structure's studies are kept, what proves that they are archived elsewhere, and what keeps them
-- whatever the rule says. Without a rule nothing is purged.
create schema retention;
grant usage on schema retention to liaison_app, liaison_system;

create table retention.rule (
  structure_id uuid primary key references directory.structure (id),
  keep_days integer not null,
  is_active boolean not null default true,
  changed_at timestamptz not null default now(),
  constraint studies_are_kept_a_week_at_least check (keep_days between 7 and 36500)
);
grant select, insert, update on retention.rule to liaison_app;
grant select on retention.rule to liaison_system;

-- Why a study must stay: an open dossier, named by `holder_id`.
create table retention.hold (
  study_id uuid not null references imaging.study (id),
  holder_id uuid not null,
  since timestamptz not null default now(),
  constraint hold_is_one_per_holder primary key (study_id, holder_id)
);
create index hold_by_holder on retention.hold (holder_id);
grant select, insert, delete on retention.hold to liaison_app, liaison_system;

-- Where else the images are, for how many of them, and who says so: a PACS that committed to their storage (PS3.4
-- annex J), or a person of the structure.
create table retention.proof (
  id uuid primary key,
  study_id uuid not null references imaging.study (id),
  kind text not null,
  image_count integer not null,
  -- The PACS's AE title, or the person's name.
  said_by text not null,
  at timestamptz not null,
  constraint proof_is_of_a_known_kind check (kind in ('commitment', 'statement')),
  constraint proof_is_of_something check (image_count > 0)
);
create index proof_by_study on retention.proof (study_id, at desc);
grant select, insert on retention.proof to liaison_app, liaison_system;

alter table retention.hold enable row level security;
alter table retention.hold force row level security;
create policy app_holds_what_it_reads on retention.hold to liaison_app
  using (access.may('study', study_id, 'study:read')) with check (access.may('study', study_id, 'study:read'));
create policy system_holds on retention.hold to liaison_system using (true) with check (true);

alter table retention.proof enable row level security;
alter table retention.proof force row level security;
create policy app_proves_what_it_reads on retention.proof to liaison_app
  using (access.may('study', study_id, 'study:read')) with check (access.may('study', study_id, 'study:read'));
create policy system_proves on retention.proof to liaison_system using (true) with check (true);

-- Counts for the administrator of a structure, who reads no study: numbers only.
create function retention.count_studies(asked_structure uuid, keep_days integer)
returns table (kept bigint, due bigint, unproven bigint, held bigint)
language sql stable security definer set search_path = pg_catalog as $$
  select count(*),
         count(*) filter (where old and proven and not is_held),
         count(*) filter (where old and not proven and not is_held),
         count(*) filter (where old and is_held)
    from (select s.last_received_at < now() - make_interval(days => keep_days) as old,
                 exists (select from retention.proof p where p.study_id = s.id
                           and p.image_count >= s.image_count and p.at >= s.last_received_at) as proven,
                 exists (select from retention.hold h where h.study_id = s.id) as is_held
            from imaging.study s
           where s.structure_id = asked_structure and s.purged_at is null and s.image_count > 0) as study
$$;
revoke execute on function retention.count_studies from public;
grant execute on function retention.count_studies to liaison_app;
-- Only for the function above.
create policy owner_counts on retention.hold for select to liaison_owner using (true);
create policy owner_counts on retention.proof for select to liaison_owner using (true);
