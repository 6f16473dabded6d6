-- Evaluations 考核: a library of indicators, schemes made of them in editions, and evaluations of units, departments and vendors.

create table evaluation_indicator (
  id uuid primary key,
  code text not null unique,
  shipped boolean not null default false,
  active boolean not null default true,
  name text not null,
  name_en text,
  dimension text not null check (dimension in ('planning', 'safeguards', 'delivery')),
  -- how it is scored: a formula over facts with its curve, a form, points for each case, or by hand (rule-contract.ts)
  rule jsonb not null,
  -- clause or contract article that it comes from
  source text,
  updated_by uuid references person,
  updated_at timestamptz not null default now(),
  version int not null default 1
);

create table evaluation_scheme (
  id uuid primary key,
  family_id uuid not null,
  edition int not null,
  shipped boolean not null default false,
  state text not null default 'draft' check (state in ('draft', 'current', 'former', 'withdrawn')),
  subject_kind text not null check (subject_kind in ('unit', 'department', 'vendor')),
  name text not null,
  name_en text,
  -- [{name, nameEn, from}], best first; the last begins at 0
  grades jsonb not null,
  objection_days int not null check (objection_days between 1 and 60),
  source text,
  created_by uuid references person,
  created_at timestamptz not null default now(),
  published_by uuid references person,
  published_at timestamptz,
  version int not null default 1,
  unique (family_id, edition)
);
-- one edition is in use, and one is being written
create unique index evaluation_scheme_current on evaluation_scheme (family_id) where state = 'current';
create unique index evaluation_scheme_draft on evaluation_scheme (family_id) where state = 'draft';

create table evaluation_scheme_item (
  scheme_id uuid not null references evaluation_scheme,
  indicator_id uuid not null references evaluation_indicator,
  position int not null,
  -- of 100; null: a deduction or a bonus, which has no weight
  weight numeric(5, 2) check (weight > 0 and weight <= 100),
  primary key (scheme_id, indicator_id)
);
create index evaluation_scheme_item_indicator on evaluation_scheme_item (indicator_id);

create table evaluation (
  id uuid primary key,
  number text not null unique,
  title text not null,
  -- who evaluates: its people manage and read it, and a vendor is judged by its records
  org_id uuid not null references org,
  subject_id uuid not null references org,
  scheme_id uuid not null references evaluation_scheme,
  period_kind text not null check (period_kind in ('monthly', 'quarterly', 'mid-term', 'final', 'yearly')),
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  -- contract or other ground of a mid-term or final evaluation
  ground text,
  state text not null default 'draft'
    check (state in ('draft', 'scoring', 'computed', 'announced', 'approving', 'approved', 'published', 'cancelled')),
  scoring_due timestamptz,
  objection_due timestamptz,
  -- the party said that it has no objection
  accepted_at timestamptz,
  accepted_by uuid references person,
  score numeric(5, 2),
  base_score numeric(5, 2),
  grade int,
  computed_at timestamptz,
  computed_by uuid references person,
  announced_at timestamptz,
  approved_at timestamptz,
  published_at timestamptz,
  cancel_reason text,
  created_by uuid not null references person,
  created_at timestamptz not null default now(),
  version int not null default 1
);
create index evaluation_org on evaluation (org_id, id desc);
create index evaluation_subject on evaluation (subject_id, to_day desc);
create index evaluation_scheme_used on evaluation (scheme_id);
-- nothing is evaluated twice
create unique index evaluation_once on evaluation (subject_id, org_id, scheme_id, period_kind, from_day, to_day)
  where state <> 'cancelled';

-- The scheme as it was when the evaluation began, with what came of it.
create table evaluation_item (
  id uuid primary key,
  evaluation_id uuid not null references evaluation,
  indicator_id uuid not null references evaluation_indicator,
  position int not null,
  dimension text not null check (dimension in ('planning', 'safeguards', 'delivery')),
  name text not null,
  name_en text,
  source text,
  rule jsonb not null,
  weight numeric(5, 2),
  -- null until computed, and where nothing could be said
  value numeric,
  -- [{key, value, cases, good, imported}]
  facts jsonb not null default '[]',
  -- of a form: how many gave a score
  answers int,
  -- 0 to 100 of a weighted item; points of a deduction (negative) or a bonus
  points numeric(7, 2),
  effective_weight numeric(7, 4),
  -- after a review
  changed_points numeric(7, 2),
  changed_reason text,
  unique (evaluation_id, indicator_id)
);
create index evaluation_item_of on evaluation_item (evaluation_id, position);

create table evaluation_form (
  id uuid primary key,
  evaluation_id uuid not null references evaluation,
  person_id uuid not null references person,
  state text not null default 'planned' check (state in ('planned', 'open', 'handed-in', 'missed')),
  comment text,
  handed_in_at timestamptz,
  reminded_at timestamptz,
  version int not null default 1,
  unique (evaluation_id, person_id)
);
create index evaluation_form_person on evaluation_form (person_id, state);

create table evaluation_form_score (
  form_id uuid not null references evaluation_form,
  item_id uuid not null references evaluation_item,
  score numeric(5, 2) not null check (score between 0 and 100),
  remark text,
  primary key (form_id, item_id)
);

-- Deductions and bonuses by hand: each with what happened and where it is recorded.
create table evaluation_entry (
  id uuid primary key,
  evaluation_id uuid not null references evaluation,
  item_id uuid not null references evaluation_item,
  points numeric(5, 2) not null check (points > 0),
  what text not null,
  evidence text not null,
  link text,
  recorded_by uuid not null references person,
  recorded_at timestamptz not null default now(),
  void_reason text,
  voided_by uuid references person,
  voided_at timestamptz
);
create index evaluation_entry_of on evaluation_entry (evaluation_id, id);

create table evaluation_objection (
  id uuid primary key,
  evaluation_id uuid not null references evaluation,
  item_id uuid references evaluation_item,
  text text not null,
  raised_by uuid not null references person,
  raised_at timestamptz not null default now(),
  state text not null default 'open' check (state in ('open', 'upheld', 'rejected')),
  reviewed_by uuid references person,
  reviewed_at timestamptz,
  reply text,
  points_before numeric(7, 2),
  points_after numeric(7, 2),
  version int not null default 1,
  -- by another person
  check (reviewed_by is null or reviewed_by <> raised_by)
);
create index evaluation_objection_of on evaluation_objection (evaluation_id, id);

-- The right of answer: what the evaluated party says to the result; it stays beside it.
create table evaluation_answer (
  id uuid primary key,
  evaluation_id uuid not null references evaluation,
  text text not null,
  said_by uuid not null references person,
  said_at timestamptz not null default now()
);
create index evaluation_answer_of on evaluation_answer (evaluation_id, id);

create table evaluation_notice (
  id uuid primary key,
  number text not null unique,
  evaluation_id uuid not null references evaluation,
  kind text not null check (kind in ('commend', 'criticise')),
  text text not null,
  issued_by uuid not null references person,
  issued_at timestamptz not null default now()
);
create index evaluation_notice_of on evaluation_notice (evaluation_id, id);

revoke update, delete, truncate on evaluation_answer, evaluation_notice from zhengyun_app;
revoke delete, truncate on evaluation, evaluation_item, evaluation_entry, evaluation_objection from zhengyun_app;

-- What is approved never changes again, whoever asks; an approved evaluation can only be published.
create function evaluation_is_closed() returns trigger language plpgsql as $$
declare now_state text;
begin
  select state into now_state from evaluation where id = ((coalesce(to_jsonb(old), to_jsonb(new)) ->> 'evaluation_id')::uuid);
  if now_state in ('approved', 'published', 'cancelled') then
    raise exception 'evaluation is closed' using errcode = 'check_violation', constraint = 'evaluation_is_closed';
  end if;
  return coalesce(new, old);
end $$;
create function evaluation_stays() returns trigger language plpgsql as $$
begin
  if old.state in ('published', 'cancelled') or (old.state = 'approved'
    and (new.score, new.base_score, new.grade, new.from_day, new.to_day, new.subject_id, new.org_id)
      is distinct from (old.score, old.base_score, old.grade, old.from_day, old.to_day, old.subject_id, old.org_id)) then
    raise exception 'evaluation % is closed', old.id using errcode = 'check_violation', constraint = 'evaluation_is_closed';
  end if;
  return new;
end $$;
create trigger evaluation_closed before update on evaluation for each row execute function evaluation_stays();
create trigger evaluation_item_closed before insert or update or delete on evaluation_item
  for each row execute function evaluation_is_closed();
create trigger evaluation_entry_closed before insert or update or delete on evaluation_entry
  for each row execute function evaluation_is_closed();
create trigger evaluation_objection_closed before insert or update or delete on evaluation_objection
  for each row execute function evaluation_is_closed();
create trigger evaluation_form_closed before insert or update or delete on evaluation_form
  for each row execute function evaluation_is_closed();

create sequence number_evaluation;
create sequence number_evaluation_notice;
