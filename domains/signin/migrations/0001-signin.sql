-- Sign-in: accounts, one-time codes, sessions, attempts. Only the system role reads or writes: nobody is signed in yet.
create schema signin;
grant usage on schema signin to liaison_app, liaison_system;

create table signin.account (
  professional_id uuid primary key references directory.professional (id),
  -- argon2id in PHC string format.
  password_hash text not null check (password_hash like '$argon2id$%'),
  is_active boolean not null default true,
  changed_at timestamptz not null default now()
);

create table signin.challenge (
  -- SHA-256 of the token that the browser holds.
  token_digest text primary key,
  professional_id uuid not null references directory.professional (id),
  -- SHA-256 of token and code; null until the mail is about to leave.
  code_digest text,
  failures int not null default 0 check (failures <= 5),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index challenge_by_expiry on signin.challenge (expires_at);

create table signin.session (
  token_digest text primary key,
  id uuid not null unique,
  professional_id uuid not null references directory.professional (id),
  community_id uuid references directory.community (id),
  opened_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz
);
create index session_by_professional on signin.session (professional_id, opened_at desc);

create table signin.attempt (
  id uuid primary key,
  -- SHA-256 of the login as typed: a mistyped password in the login field is not kept.
  login_digest text not null,
  address text not null,
  at timestamptz not null default now()
);
create index attempt_by_login on signin.attempt (login_digest, at desc);
create index attempt_by_address on signin.attempt (address, at desc);

grant select, insert, update, delete on all tables in schema signin to liaison_system;

-- A session's last community, proposed at the next sign-in.
create view signin.pub_last_context with (security_invoker = true) as
  select distinct on (professional_id) professional_id, community_id
    from signin.session where community_id is not null order by professional_id, opened_at desc;
grant select on signin.pub_last_context to liaison_system;
