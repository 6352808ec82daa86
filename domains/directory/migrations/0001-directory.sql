-- Directory: structures, communities attached to one structure, professionals attached to communities (CCTP 3.1.3.1).
create schema directory;
grant usage on schema directory to liaison_app, liaison_system;
create extension if not exists unaccent with schema public;
create extension if not exists pg_trgm with schema public;

-- unaccent() is only STABLE because its dictionary could change; ours does not, and an index needs IMMUTABLE.
create function directory.fold(words text) returns text language sql immutable parallel safe strict as $$
  select lower(public.unaccent('public.unaccent', words))
$$;

create table directory.structure (
  id uuid primary key,
  name text not null check (name <> ''),
  -- FINESS géographique, else SIRET (CCTP 3.1.3.1).
  finess text unique check (finess ~ '^[0-9AB]{9}$'),
  siret text unique check (siret ~ '^[0-9]{14}$'),
  town text not null default '',
  is_active boolean not null default true,
  constraint structure_has_an_identifier check (finess is not null or siret is not null)
);

create table directory.community (
  id uuid primary key,
  structure_id uuid not null references directory.structure (id),
  name text not null check (name <> ''),
  specialty text not null default '',
  -- Generic mailbox told of each new télédossier (secretariat, duty); null when there is none.
  email text check (email ~ '^[^@\s]+@[^@\s]+$'),
  is_active boolean not null default true,
  constraint community_name_is_one_per_structure unique (structure_id, name)
);
create index community_by_name on directory.community using gin (directory.fold(name || ' ' || specialty) public.gin_trgm_ops);
create index structure_by_name on directory.structure using gin (directory.fold(name || ' ' || town) public.gin_trgm_ops);

create table directory.professional (
  id uuid primary key,
  family_name text not null check (family_name <> ''),
  given_name text not null default '',
  profession text not null default '',
  specialty text not null default '',
  rpps text unique check (rpps ~ '^[0-9]{11}$'),
  -- For those without RPPS: prefixed by the identifier of their only structure.
  internal_id text unique,
  email text not null unique check (email ~ '^[^@\s]+@[^@\s]+$' and email = lower(email)),
  features text[] not null default '{}'
    check (features <@ array['clinical', 'imaging', 'billing', 'local-admin', 'regional-admin']),
  is_active boolean not null default true,
  constraint professional_has_an_identifier check (rpps is not null or internal_id is not null)
);
create index professional_by_name on directory.professional
  using gin (directory.fold(family_name || ' ' || given_name || ' ' || specialty) public.gin_trgm_ops);

create table directory.membership (
  professional_id uuid not null references directory.professional (id),
  community_id uuid not null references directory.community (id),
  primary key (professional_id, community_id)
);
create index membership_by_community on directory.membership (community_id);

grant select on all tables in schema directory to liaison_app;
grant select, insert, update, delete on all tables in schema directory to liaison_system;

-- Published view: who a person is and where he works.
create view directory.pub_member with (security_invoker = true) as
  select p.id as professional_id, p.family_name, p.given_name, p.profession, p.specialty, p.rpps, p.internal_id,
         p.email, p.features, p.is_active and c.is_active and s.is_active as is_active,
         c.id as community_id, c.name as community_name, c.email as community_email,
         s.id as structure_id, s.name as structure_name, s.finess, s.siret, s.town
    from directory.professional p
    join directory.membership m on m.professional_id = p.id
    join directory.community c on c.id = m.community_id
    join directory.structure s on s.id = c.structure_id;
create view directory.pub_community with (security_invoker = true) as
  select c.id, c.name, c.specialty, c.email, c.is_active and s.is_active as is_active,
         s.id as structure_id, s.name as structure_name, s.finess, s.town
    from directory.community c join directory.structure s on s.id = c.structure_id;
create view directory.pub_structure with (security_invoker = true) as
  select id, name, finess, siret, town, is_active from directory.structure;
grant select on directory.pub_member, directory.pub_community, directory.pub_structure to liaison_app, liaison_system;
