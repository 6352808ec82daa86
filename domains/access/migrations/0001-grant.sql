-- Access: one table of grants, written downwards by the domains, read by every policy (DESIGN decision 1).
create schema access;
grant usage on schema access to liaison_app, liaison_system;

-- Which feature groups open a capability: the same rule as src/policy.ts, held against it by a test.
create table access.capability (
  name text primary key,
  features text[] not null check (cardinality(features) > 0)
);
insert into access.capability (name, features) values
  ('study:read', '{clinical,imaging}'),
  ('dossier:read', '{clinical}'),
  ('dossier:ask', '{clinical}'),
  ('dossier:answer', '{clinical}');

create table access.grant (
  id uuid primary key,
  -- A user, a community or a structure.
  subject uuid not null,
  resource_kind text not null check (resource_kind in ('study', 'dossier')),
  resource_id uuid not null,
  capability text not null references access.capability (name),
  -- Why: 'received', 'author', 'addressee'…
  reason text not null check (reason <> ''),
  granted_at timestamptz not null default now(),
  until timestamptz,
  revoked_at timestamptz,
  constraint grant_once unique (subject, resource_kind, resource_id, capability, reason)
);
create index grant_by_resource on access.grant (resource_kind, resource_id, subject);
create index grant_by_subject on access.grant (subject, resource_kind, granted_at desc);
grant select, insert, update (revoked_at, until) on access.grant to liaison_app, liaison_system;
grant select on access.capability to liaison_app, liaison_system;

-- The subjects that the transaction's actor embodies: himself, his communities, his structure (see withActor).
create function access.actor_subjects() returns uuid[] language sql stable parallel safe as $$
  select coalesce(nullif(current_setting('liaison.subjects', true), ''), '{}')::uuid[]
$$;

-- Whether the transaction's actor may use `asked` on this resource. Row-level policies call it.
-- (Positions, not names: inside a query a column's name would win over a parameter's.)
create function access.may(kind text, id uuid, asked text) returns boolean language sql stable parallel safe as $$
  select exists (
    select 1
      from access.grant g join access.capability c on c.name = g.capability
     where g.resource_kind = $1 and g.resource_id = $2 and g.capability = $3
       and g.subject = any (access.actor_subjects())
       and g.revoked_at is null and (g.until is null or g.until > now())
       and c.features && coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[])
$$;
