-- What came from an AE title of a structure in a day, as counts, for administrators: they may see no study. Hence a function
-- of the owner that asks who calls it.
create index container_by_sender on imaging.container (structure_id, calling_ae_title, opened_at desc);
create policy owner_counts on imaging.container for select to liaison_owner using (true);
create policy owner_counts on imaging.instance for select to liaison_owner using (true);
create function imaging.peer_traffic(structure uuid, ae_title text)
returns table ("openAssociations" integer, "openImages" integer, "dayImages" integer, "lastImageAt" text)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  features text[] := coalesce(nullif(current_setting('liaison.features', true), ''), '{}')::text[];
begin
  if not (features @> '{regional-admin}' or (features @> '{local-admin}'
      and structure = nullif(current_setting('liaison.structure_id', true), '')::uuid)) then
    raise exception 'traffic is for administrators' using errcode = 'insufficient_privilege';
  end if;
  return query
    with own as (
      select c.id, c.closed_at from imaging.container c
       where c.structure_id = structure and c.calling_ae_title = ae_title and c.opened_at > now() - interval '1 day'),
    counted as (
      select own.id, own.closed_at, count(i.id) as images, max(i.received_at) as last_at
        from own left join imaging.instance i on i.container_id = own.id group by own.id, own.closed_at)
    select (count(*) filter (where closed_at is null))::integer,
           coalesce(sum(images) filter (where closed_at is null), 0)::integer,
           coalesce(sum(images), 0)::integer,
           to_char(max(last_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
      from counted;
end $$;
revoke execute on function imaging.peer_traffic from public;
grant execute on function imaging.peer_traffic to liaison_app;
