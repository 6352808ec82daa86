-- Peers of the version before had no limit of their own, and sixteen associations at once: four would refuse scanners that
-- worked yesterday. Those that came from imaging.peer and were changed by nobody since. Row-level security, forced, keeps the
-- owner's rows out of an update too.
alter table pacs.peer no force row level security;
update pacs.peer p set max_associations = 16
  from imaging.peer former
 where former.structure_id = p.structure_id and former.ae_title = p.ae_title
   and p.max_associations = 4 and p.host is null and p.name = p.ae_title;
alter table pacs.peer force row level security;
