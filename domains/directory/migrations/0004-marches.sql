-- People of hospital purchasing: buyers, and suppliers, whose structure is known by its SIRET.
alter table directory.professional drop constraint professional_features_check;
alter table directory.professional add constraint features_are_known check (features <@
  array['clinical', 'imaging', 'billing', 'local-admin', 'regional-admin', 'buyer', 'supplier']);
