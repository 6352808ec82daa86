-- What left, was taken by no channel, and has not been told to the structure's own software.
create index failure_to_tell on exchanges.exchange (structure_id, id)
  where direction = 'outgoing' and state = 'failed' and handed_over_at is null;
