-- What the structure's own software would not take: it came in, once, and is no more to be integrated.
alter table exchanges.exchange drop constraint exchange_state_is_known;
alter table exchanges.exchange add constraint exchange_state_is_known check (
  (direction = 'outgoing' and state in ('prepared', 'controlled', 'dispatched', 'received', 'integrated', 'rejected',
    'refused', 'failed'))
  or (direction = 'incoming' and state in ('received', 'available', 'integrated', 'declined', 'quarantined', 'duplicate',
    'refused')));
drop index exchanges.message_enters_once;
create unique index message_enters_once on exchanges.exchange (structure_id, partner_id, message_id)
  where direction = 'incoming' and state in ('available', 'integrated', 'declined');
