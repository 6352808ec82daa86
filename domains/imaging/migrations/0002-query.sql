-- Studies by their DICOM attributes (QIDO-RS, PS3.18 section 10.6), under the same rights as imaging.find_study and for the
-- same reason a function of the owner. Patterns are LIKE patterns, those of names folded by directory.fold already.
create function imaging.query_study(
  uids text[], patient_ids text, accession_numbers text, names text, name_parts text[], date_from date, date_to date,
  asked_modality text, skip integer, most integer
) returns table (study_id uuid)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  own uuid := nullif(current_setting('liaison.structure_id', true), '')::uuid;
  shared uuid[] := array(select access.shared_with_actor('study', 'study:read'));
  filter text := ' and access.may(''study'', s.id, ''study:read'')';
  part text;
begin
  if uids is not null then filter := filter || format(' and s.study_instance_uid = any (%L)', uids); end if;
  if patient_ids is not null then filter := filter || format(' and s.patient_id like %L', patient_ids); end if;
  if accession_numbers is not null then
    filter := filter || format(' and s.accession_number like %L', accession_numbers);
  end if;
  if names is not null then
    filter := filter || format(' and directory.fold(rtrim(s.patient_name, ''^ '')) like %L', names);
  end if;
  -- What the patterns hold between their wildcards, so that the index of words finds candidates.
  foreach part in array coalesce(name_parts, '{}') loop
    filter := filter || format(' and s.search_text like %L', part);
  end loop;
  if date_from is not null then filter := filter || format(' and s.study_date >= %L', date_from); end if;
  if date_to is not null then filter := filter || format(' and s.study_date <= %L', date_to); end if;
  if asked_modality is not null then filter := filter || format(' and s.modalities @> array[%L]', asked_modality); end if;
  return query execute format($query$
    select found.id from (
      (select s.id, s.last_received_at from imaging.study s where s.structure_id = $1 %1$s
        order by s.last_received_at desc, s.id desc limit $3 + $4)
      union all
      (select s.id, s.last_received_at from imaging.study s
        where s.id = any ($2) and s.structure_id is distinct from $1 %1$s
        order by s.last_received_at desc, s.id desc limit $3 + $4)) found
    order by found.last_received_at desc, found.id desc offset $3 limit $4 $query$, filter)
  using own, shared, skip, most;
end $$;
revoke execute on function imaging.query_study from public;
grant execute on function imaging.query_study to liaison_app;
create index study_by_date on imaging.study (structure_id, study_date);
