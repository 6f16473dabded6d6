create table credential (
  person_id uuid primary key references person on delete cascade,
  -- argon2id in PHC format; null until the holder has chosen one
  password_hash text,
  changed_at timestamptz,
  must_change boolean not null default true,
  -- encrypted with a key that lies outside the database
  totp_secret text,
  totp_confirmed boolean not null default false,
  -- last time step accepted: a code is good once
  totp_last_step bigint
);
-- Failed sign-ins per login, known or not (unknown ones share a bounded number of rows, so that the same
-- answer is given to both and nobody can fill the table).
create table sign_in_guard (
  login text primary key,
  failed_count int not null default 0,
  last_failed_at timestamptz not null default now(),
  locked_until timestamptz
);
create table session (
  id uuid primary key,
  token_hash text not null unique,
  person_id uuid not null references person on delete cascade,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ip inet,
  user_agent text,
  second_factor boolean not null default false,
  revoked_at timestamptz
);
create index session_person on session (person_id);
create index session_expires on session (expires_at);
create table api_token (
  id uuid primary key,
  token_hash text not null unique,
  person_id uuid not null references person on delete cascade,
  name text not null,
  -- permission keys the token is limited to; null = all of its owner
  scopes text[],
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  last_used_at timestamptz,
  revoked_at timestamptz
);
create index api_token_person on api_token (person_id);
-- One-time links: set-up of the three administrators, first password of new accounts, resets.
create table one_time_link (
  id uuid primary key,
  token_hash text not null unique,
  purpose text not null check (purpose in ('administrator', 'activation', 'reset')),
  person_id uuid not null references person on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
create index one_time_link_person on one_time_link (person_id);
-- The rules of sign-in, kept by the security administrator. Minutes and counts.
create table sign_in_policy (
  only_row boolean primary key default true check (only_row),
  password_min_length int not null default 10 check (password_min_length between 8 and 64),
  password_min_classes int not null default 3 check (password_min_classes between 1 and 4),
  lockout_failures int not null default 5 check (lockout_failures between 3 and 20),
  lockout_minutes int not null default 15 check (lockout_minutes between 1 and 1440),
  idle_minutes int not null default 480 check (idle_minutes between 5 and 720),
  administrator_idle_minutes int not null default 30 check (administrator_idle_minutes between 5 and 480),
  absolute_minutes int not null default 720 check (absolute_minutes between 15 and 1440),
  version int not null default 1
);
insert into sign_in_policy default values;
-- The installation itself: unit's name, set-up code (hashed) until the first run is done.
create table installation (
  only_row boolean primary key default true check (only_row),
  unit_name text,
  unit_org_id uuid references org,
  demo boolean not null default false,
  setup_code_hash text,
  setup_failed int not null default 0,
  set_up_at timestamptz,
  created_at timestamptz not null default now()
);
insert into installation default values;
