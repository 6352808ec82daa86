-- What the transaction's actor may read, for lists and searches. Row-level security calls access.may for each row, and keeps
-- LIKE out of index conditions; these views are of the owner, and hold the same condition themselves: they show nothing
-- without it, whoever asks. Of series and instances it is asked once a study. A column is a whole row of its table.
-- imaging.find_study, imaging.search, imaging.found_studies and imaging.found_instances stay for the version before.
create view imaging.readable_study as
  select s as study
    from imaging.study s
   where (select access.actor_has('study:read'))
     and (select true from access.pub_held h
           where h.resource_kind = 'study' and h.resource_id = s.id and h.capability = 'study:read' limit 1);

create view imaging.readable_series as
  select s as study, r as series
    from imaging.study s join imaging.series r on r.study_id = s.id
   where (select access.actor_has('study:read'))
     and (select true from access.pub_held h
           where h.resource_kind = 'study' and h.resource_id = s.id and h.capability = 'study:read' limit 1);

create view imaging.readable_instance as
  select s as study, r as series, i as instance
    from imaging.study s join imaging.series r on r.study_id = s.id join imaging.instance i on i.series_id = r.id
   where (select access.actor_has('study:read'))
     and (select true from access.pub_held h
           where h.resource_kind = 'study' and h.resource_id = s.id and h.capability = 'study:read' limit 1);
grant select on imaging.readable_study, imaging.readable_series, imaging.readable_instance to liaison_app;

-- A name as it is compared: folding it takes longer than finding it.
alter table imaging.study add column folded_name text not null generated always as (directory.fold(patient_name)) stored;
