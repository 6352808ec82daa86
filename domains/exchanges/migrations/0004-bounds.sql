-- What a structure has in quarantine is measured at each message that goes there; what is over loses its bytes after a time.
create index exchange_set_aside on exchanges.exchange (structure_id) include (byte_count) where state = 'quarantined';
create index exchange_waiting on exchanges.exchange (structure_id) include (byte_count) where state = 'prepared';
create index exchange_over on exchanges.exchange (changed_at) where next_try_at is null;
