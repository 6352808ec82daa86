-- People of the MIO authority: licences, qualifications, updates.
alter table directory.professional drop constraint features_are_known;
alter table directory.professional add constraint features_are_known check (features <@
  array['clinical', 'imaging', 'billing', 'local-admin', 'regional-admin', 'buyer', 'supplier', 'authority']);
