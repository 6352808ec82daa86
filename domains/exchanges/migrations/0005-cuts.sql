-- How often a process died while it held the exchange, since something last became of it.
alter table exchanges.exchange add column cuts integer not null default 0;
