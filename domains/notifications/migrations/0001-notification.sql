-- Notifications: what each person is told (CCTP 3.1.2.6). No patient data in any column.
create schema notifications;
grant usage on schema notifications to liaison_app, liaison_system;

create table notifications.notification (
  id uuid primary key,
  user_id uuid not null,
  kind text not null check (kind in ('dossier-received', 'complement-received', 'answer-received',
    'information-requested', 'dossier-refused', 'dossier-taken')),
  dossier_id uuid not null,
  -- What the French sentence is built from when read: number, type and structure.
  subject jsonb not null check (jsonb_typeof(subject) = 'object'),
  at timestamptz not null,
  read_at timestamptz
);
create index notification_by_user on notifications.notification (user_id, id desc);
create index notification_unread on notifications.notification (user_id, id) where read_at is null;

-- A mail that must leave. Its job carries the id only; `sent_at` makes a repeated job harmless.
create table notifications.mail (
  id uuid primary key,
  -- One mail per event and mailbox, however often it is asked for.
  key text not null unique,
  address text not null check (address ~ '^[^@\s]+@[^@\s]+$'),
  kind text not null,
  dossier_id uuid not null,
  subject jsonb not null check (jsonb_typeof(subject) = 'object'),
  asked_at timestamptz not null,
  sent_at timestamptz
);

grant select, insert, update (read_at) on notifications.notification to liaison_app;
grant insert on notifications.mail to liaison_app;
grant select, update (sent_at) on notifications.mail to liaison_system;

alter table notifications.notification enable row level security;
alter table notifications.notification force row level security;
create policy anyone_tells on notifications.notification for insert to liaison_app with check (read_at is null);
create policy reads_his_own on notifications.notification for select to liaison_app
  using (user_id::text = current_setting('liaison.user_id', true));
create policy marks_his_own on notifications.notification for update to liaison_app
  using (user_id::text = current_setting('liaison.user_id', true))
  with check (user_id::text = current_setting('liaison.user_id', true));

alter table notifications.mail enable row level security;
alter table notifications.mail force row level security;
create policy anyone_asks on notifications.mail for insert to liaison_app with check (sent_at is null);
create policy mailer_reads on notifications.mail for select to liaison_system using (true);
create policy mailer_marks on notifications.mail for update to liaison_system using (sent_at is null) with check (true);
