-- Lists of a study's instances ask for the rights on that study once: row-level security would ask for each of thousands of
-- rows. Functions of the owner, for the reason of imaging.search: they give nothing without access.may.

-- The instances of a study that the transaction's actor may read.
create function imaging.readable_instances(asked_study uuid) returns setof imaging.instance
language sql stable security definer set search_path = pg_catalog rows 500 as $$
  select i.* from imaging.instance i
   where i.study_id = asked_study and access.may('study', asked_study, 'study:read')
$$;
revoke execute on function imaging.readable_instances from public;
grant execute on function imaging.readable_instances to liaison_app;

-- Those of these ids, in their order, of studies that the transaction's actor may read.
create function imaging.found_instances(ids uuid[]) returns table (
  id uuid, study_id uuid, series_id uuid, sop_instance_uid text, sop_class_uid text, transfer_syntax_uid text,
  container_id uuid, data_offset bigint, data_length bigint, instance_number integer, frames integer, "rows" integer,
  columns integer, bits_allocated integer, pixel_offset bigint)
language sql stable security definer set search_path = pg_catalog rows 500 as $$
  with found as materialized (
    select i.*, asked.place from unnest(ids) with ordinality as asked(id, place)
      join imaging.instance i on i.id = asked.id),
  readable as materialized (
    select s.study_id from (select distinct f.study_id from found f) s
     where access.may('study', s.study_id, 'study:read'))
  select f.id, f.study_id, f.series_id, f.sop_instance_uid, f.sop_class_uid, f.transfer_syntax_uid, f.container_id,
         f.data_offset, f.data_length, f.instance_number, f.frames, f.rows, f.columns, f.bits_allocated, f.pixel_offset
    from found f join readable using (study_id) order by f.place
$$;
revoke execute on function imaging.found_instances from public;
grant execute on function imaging.found_instances to liaison_app;

-- The studies that imaging.search gives, whole: it asks for the rights on each.
create function imaging.found_studies(asked_study uuid, conditions jsonb, skip integer, most integer)
returns setof imaging.study
language sql stable security definer set search_path = pg_catalog rows 100 as $$
  select s.* from imaging.search('study', asked_study, conditions, skip, most) with ordinality as found(id, place)
    join imaging.study s on s.id = found.id order by found.place
$$;
revoke execute on function imaging.found_studies from public;
grant execute on function imaging.found_studies to liaison_app;
