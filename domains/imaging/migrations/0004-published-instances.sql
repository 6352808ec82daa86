-- Published view: where the images of a study lie, for the domains above that send or pack them.
create view imaging.pub_instance with (security_invoker = true) as
  select i.study_id, r.series_instance_uid, r.modality, r.series_number, i.sop_instance_uid, i.sop_class_uid,
         i.transfer_syntax_uid, i.container_id, i.data_offset, i.data_length, i.crc32, i.instance_number
    from imaging.instance i join imaging.series r on r.id = i.series_id;
grant select on imaging.pub_instance to liaison_app, liaison_system;
