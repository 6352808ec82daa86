-- Attributes of a study and of a series beyond their columns, in the DICOM JSON Model (PS3.18 annex F), as the first image
-- carries them: what QIDO-RS and C-FIND match and return. Those of an instance are read from its container when asked for.
alter table imaging.study add column attributes jsonb not null default '{}';
alter table imaging.series add column attributes jsonb not null default '{}';

-- Counted once, as images are catalogued: counting them in a list asks for the rights on each.
alter table imaging.series add column instance_count integer not null default 0 check (instance_count >= 0);
update imaging.series r set instance_count = (select count(*) from imaging.instance i where i.series_id = r.id);

-- One condition of a search as SQL, its values quoted. `of`: study, series or instance. `how`, on a column: `in`, `like`,
-- `folded` (LIKE without accents and case), `name` (the same on a component group of PN), `word` (at the start of a word),
-- `text` (LIKE on what the index of words has), `empty`, `from`, `to`, `between` (a date with a time), `has` (LIKE on an
-- array), `holds` (its equal); on kept attributes, at a JSON path, `json-like`, `-folded`, `-word`, `-range`, `-empty`.
create function imaging.search_condition(one jsonb) returns text
language plpgsql stable set search_path = pg_catalog as $$
declare
  alias text := case one->>'of' when 'study' then 's' when 'series' then 'r' else 'i' end;
  spot text := alias || '.' || quote_ident(coalesce(one->>'column', 'id'));
  wanted text := one->>'value';
  held text := format('exists (select 1 from jsonb_path_query(%s.attributes, %L::jsonpath) as held(v) where %%s)',
    alias, coalesce(one->>'path', '$'));
begin
  return case one->>'how'
    when 'in' then format('%s = any (%L)', spot, array(select jsonb_array_elements_text(one->'values')))
    when 'like' then format('%s like %L', spot, wanted)
    when 'folded' then format('directory.fold(%s) like %L', spot, directory.fold(wanted))
    when 'name' then format('exists (select 1 from unnest(string_to_array(%1$s, ''='') || %1$s) as held(v)
      where directory.fold(rtrim(v, ''^ '')) like %2$L)', spot, directory.fold(wanted))
    when 'text' then format('s.search_text like %L', directory.fold(wanted))
    when 'empty' then format('coalesce(%s::text, '''') in ('''', ''{}'')', spot)
    when 'word' then format('directory.fold(%s) ~ %L', spot, '(^|[^[:alnum:]])' || directory.fold(wanted))
    when 'from' then format('%s >= %L', spot, wanted)
    when 'to' then format('%s <= %L', spot, wanted)
    when 'between' then format('s.study_date + coalesce(s.study_time, time ''00:00'') between %L and %L',
      one->>'from', one->>'to')
    when 'has' then format('exists (select 1 from unnest(%s) as held(v) where v like %L)', spot, wanted)
    when 'holds' then format('%s @> array[%L]', spot, wanted)
    when 'json-like' then format(held, format('v #>> ''{}'' like %L', wanted))
    when 'json-folded' then format(held, format('directory.fold(rtrim(v #>> ''{}'', ''^ '')) like %L', directory.fold(wanted)))
    when 'json-word' then
      format(held, format('directory.fold(v #>> ''{}'') ~ %L', '(^|[^[:alnum:]])' || directory.fold(wanted)))
    when 'json-range' then format(held, format('rpad(replace(v #>> ''{}'', ''.'', ''''), 14, ''0'') between %L and %L',
      one->>'from', one->>'to'))
    when 'json-empty' then format('not ' || held, 'true')
  end;
end $$;
revoke execute on function imaging.search_condition from public;

-- Ids of studies, series or instances by their DICOM attributes (QIDO-RS, PS3.18 section 10.6), those of the last received
-- study first. Under the same rights as imaging.find_study and for the same reason a function of the owner: it asks
-- access.may for each study that it gives, and gives only ids. Conditions on lower levels ask whether one there fulfils all.
create function imaging.search(asked_level text, asked_study uuid, conditions jsonb, skip integer, most integer)
returns table (found_id uuid)
language plpgsql stable security definer set search_path = pg_catalog as $$
declare
  own uuid := nullif(current_setting('liaison.structure_id', true), '')::uuid;
  shared uuid[] := array(select access.shared_with_actor('study', 'study:read'));
  on_study text := '';
  on_series text := '';
  on_instance text := '';
  one jsonb;
  wanted text;
  from_where text;
  branch text;
begin
  for one in select value from jsonb_array_elements(conditions) loop
    wanted := ' and ' || imaging.search_condition(one);
    case one->>'of'
      when 'study' then on_study := on_study || wanted;
      when 'series' then on_series := on_series || wanted;
      else on_instance := on_instance || wanted;
    end case;
  end loop;
  if asked_level <> 'instance' and on_instance <> '' then
    on_instance := ' and exists (select 1 from imaging.instance i where ' ||
      case asked_level when 'study' then 'i.study_id = s.id' else 'i.series_id = r.id' end || on_instance || ')';
  end if;
  if asked_level = 'study' and on_series <> '' then
    on_series := ' and exists (select 1 from imaging.series r where r.study_id = s.id' || on_series || ')';
  end if;
  from_where := case asked_level
    when 'study' then 's.id, s.last_received_at as a, s.id as b, null::integer as c, null::text as d, null::integer as e,
      null::text as f from imaging.study s'
    when 'series' then 'r.id, s.last_received_at as a, s.id as b, r.series_number as c, r.series_instance_uid as d,
      null::integer as e, null::text as f from imaging.study s join imaging.series r on r.study_id = s.id'
    else 'i.id, s.last_received_at as a, s.id as b, r.series_number as c, r.series_instance_uid as d,
      i.instance_number as e, i.sop_instance_uid as f
      from imaging.study s join imaging.series r on r.study_id = s.id join imaging.instance i on i.series_id = r.id'
    end || ' where %s' || replace(on_study || on_series || on_instance, '%', '%%') ||
    ' and access.may(''study'', s.id, ''study:read'') order by a desc, b desc, c, d, e, f limit $3 + $4';
  branch := case when asked_study is not null then '(select ' || format(from_where, 's.id = $5') || ')'
    else '(select ' || format(from_where, 's.structure_id = $1') || ') union all (select ' ||
      format(from_where, 's.id = any ($2) and s.structure_id is distinct from $1') || ')' end;
  return query execute 'select id from (' || branch || ') found order by a desc, b desc, c, d, e, f offset $3 limit $4'
  using own, shared, skip, most, asked_study;
end $$;
revoke execute on function imaging.search from public;
grant execute on function imaging.search to liaison_app;

-- Only for imaging.search, which asks access.may itself.
create policy owner_finds on imaging.series for select to liaison_owner using (true);
create policy owner_finds on imaging.instance for select to liaison_owner using (true);
