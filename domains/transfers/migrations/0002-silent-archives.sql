-- A PACS that was asked to keep images and never reports: asked again, then shown as silent.
alter table transfers.delivery add column commitment_asked_at timestamptz;
-- Requests that stayed without a report, since a person last asked.
alter table transfers.delivery add column commitment_silences integer not null default 0;
alter table transfers.delivery drop constraint delivery_commitment_is_known;
alter table transfers.delivery add constraint delivery_commitment_is_known
  check (commitment in ('none', 'asked', 'unreported', 'confirmed', 'partial', 'refused'));
grant update (commitment, commitment_silences) on transfers.delivery to liaison_app;
