-- When a subscriber was last refused under this certificate, and why: the journal has a line of it an hour, not one a try.
alter table authority.certificate
  add refused_at timestamptz,
  add refused_for text,
  add constraint refused_certificate_says_why check ((refused_at is null) = (refused_for is null));
