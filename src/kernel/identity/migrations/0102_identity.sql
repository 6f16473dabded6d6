create table credential (
  person_id uuid primary key references person on delete cascade,
  password_hash text,
  changed_at timestamptz,
  must_change boolean not null default true,
  failed_count int not null default 0,
  locked_until timestamptz,
  totp_secret text,
  totp_confirmed boolean not null default false,
  -- last time step accepted: a code is good once
  totp_last_step bigint
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
-- One-time links: set-up of the three administrators, activation of new accounts.
create table one_time_link (
  id uuid primary key,
  token_hash text not null unique,
  purpose text not null check (purpose in ('administrator', 'activation')),
  person_id uuid not null references person on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at timestamptz
);
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
