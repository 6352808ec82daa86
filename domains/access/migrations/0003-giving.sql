-- A second lock on the table that every other lock asks: one gives and takes back only on what one holds oneself, to read
-- where it is a study, to ask where it is a dossier. What nobody ever held is a dossier just made: its maker gives it to
-- himself, his community or his structure first. Reception and workers write as the system role.
create function access.may_give(kind text, id uuid, receiver uuid) returns boolean
language sql stable security definer set search_path = pg_catalog as $$
  select exists (
      select 1 from access.grant g
       where g.resource_kind = $1 and g.resource_id = $2 and g.subject = any (access.actor_subjects())
         and g.capability = case $1 when 'study' then 'study:read' else 'dossier:ask' end
         and g.revoked_at is null and (g.until is null or g.until > now()))
    or ($1 = 'dossier' and $3 = any (access.actor_subjects())
      and not exists (select 1 from access.grant g where g.resource_kind = $1 and g.resource_id = $2))
$$;
revoke execute on function access.may_give from public;
grant execute on function access.may_give to liaison_app;

-- Not forced: the owner's own functions look through it.
alter table access.grant enable row level security;
create policy anyone_looks on access.grant for select to liaison_app using (true);
create policy holders_give on access.grant for insert to liaison_app
  with check (access.may_give(resource_kind, resource_id, subject));
create policy holders_take_back on access.grant for update to liaison_app
  using (access.may_give(resource_kind, resource_id, subject))
  with check (access.may_give(resource_kind, resource_id, subject));
create policy system_gives on access.grant to liaison_system using (true) with check (true);
alter table access.grant add constraint capability_is_of_its_kind check (capability like resource_kind || ':%');
