-- Knowledge articles (知识) and emergency plans (应急预案). What is written lies in article_version: published versions are
-- kept as they were, the highest may still be a draft. Readers see `live_no` only.
create table article (
  id uuid primary key,
  number text not null unique,
  kind text not null check (kind in ('article', 'emergency-plan')),
  org_id uuid not null references org,
  owner_id uuid not null references person,
  state text not null default 'draft' check (state in ('draft', 'review', 'published', 'due', 'withdrawn')),
  -- what readers see; null: nothing
  live_no int,
  -- what is being written; null: nothing
  draft_no int,
  last_no int not null default 1,
  -- months after publication until somebody must say that it still holds; a plan is looked at every year
  review_months int not null default 12 check (review_months between 1 and 36),
  review_due_at timestamptz,
  -- why it was returned or withdrawn
  state_note text not null default '',
  created_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  updated_at timestamptz not null default clock_timestamp(),
  version int not null default 1,
  check (kind <> 'emergency-plan' or review_months <= 12),
  check (state not in ('draft', 'review') or draft_no is not null),
  check (state not in ('published', 'due') or (live_no is not null and draft_no is null and review_due_at is not null)),
  check (state <> 'withdrawn' or live_no is null)
);
create index article_updated on article (updated_at desc, id desc);
create index article_review on article (review_due_at) where review_due_at is not null;
create index article_owner on article (owner_id);

create table article_version (
  article_id uuid not null references article,
  no int not null check (no >= 1),
  title text not null,
  summary text not null default '',
  -- a checked document (body-contract.ts); never markup
  body jsonb not null,
  body_text text not null default '',
  tags text[] not null default '{}',
  audience text not null default 'staff' check (audience in ('public', 'staff', 'groups')),
  group_ids uuid[] not null default '{}',
  classification text not null default 'normal' check (classification in ('normal', 'internal', 'sensitive')),
  service_id uuid references service,
  category_id uuid references category,
  file_ids uuid[] not null default '{}',
  -- everybody who wrote at it or submitted it: none of them publishes it
  authors uuid[] not null default '{}',
  change_note text not null default '',
  published_by uuid references person,
  published_at timestamptz,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (article_id, no),
  check (audience <> 'public' or classification = 'normal'),
  check (audience <> 'groups' or cardinality(group_ids) > 0),
  check (published_by is null or not published_by = any (authors))
);
create index article_version_tags on article_version using gin (tags);
alter table article
  add foreign key (id, live_no) references article_version (article_id, no) deferrable initially deferred,
  add foreign key (id, draft_no) references article_version (article_id, no) deferrable initially deferred,
  add foreign key (id, last_no) references article_version (article_id, no) deferrable initially deferred;

create function keep_published_version() returns trigger language plpgsql as $$
begin
  if old.published_at is not null then
    raise exception 'a published version is kept as it was';
  end if;
  return case when tg_op = 'DELETE' then old else new end;
end $$;
create trigger article_version_kept before update or delete on article_version
  for each row execute function keep_published_version();

-- Words of the live versions, for suggestions that need not hold every word of what is typed.
create table article_term (
  term text not null,
  article_id uuid not null references article,
  -- where it stands: 4 title or tag, 2 summary, 1 text
  weight smallint not null,
  primary key (term, article_id)
);
create index article_term_article on article_term (article_id);

-- Counted beside the article: counting is no change of it.
create table article_stats (
  article_id uuid primary key references article,
  views int not null default 0,
  useful int not null default 0,
  useless int not null default 0,
  -- solved tickets are counted by their links
  used int not null default 0,
  score double precision not null generated always as
    ((useful + used + 1.0) / (useful + useless + used + 2.0)) stored
);
create index article_stats_score on article_stats (score desc, article_id desc);

create table article_vote (
  article_id uuid not null references article,
  person_id uuid not null references person,
  useful boolean not null,
  remark text not null default '',
  -- the version that was read
  no int not null,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (article_id, person_id)
);

create table article_link (
  article_id uuid not null references article,
  ticket_id uuid not null references ticket,
  -- linked: has to do with it; used: it solved it; origin: the article was made from it
  how text not null check (how in ('linked', 'used', 'origin')),
  linked_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  primary key (ticket_id, article_id)
);
create index article_link_article on article_link (article_id, recorded_at desc);

-- Drills (演练) of emergency plans.
create table plan_drill (
  id uuid primary key,
  article_id uuid not null references article,
  title text not null,
  planned_on date not null,
  state text not null default 'planned' check (state in ('planned', 'held', 'cancelled')),
  held_on date,
  -- the version of the plan that was practised
  plan_no int,
  participants text not null default '',
  findings text not null default '',
  recorded_by uuid references person,
  recorded_at timestamptz not null default clock_timestamp(),
  version int not null default 1,
  check (state <> 'held' or (held_on is not null and plan_no is not null))
);
create index plan_drill_article on plan_drill (article_id, planned_on desc);
create sequence number_article;
