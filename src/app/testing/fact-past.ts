/** A past for facts to count: some thousand incidents with all that hangs on them, spread by remainders and not by chance. */
import { sql } from 'kysely'
import type { Db } from '#kernel/db/index.ts'

/** Incidents every 53 minutes from 20 January to 10 April 2025, so that some lie at the midnights of every month. */
export async function makePast(db: Db): Promise<void> {
  const statements = [tickets, incidents, clocks, stays, supervisions, surveys, requests, changes]
  for (const statement of statements) await sql.raw(statement).execute(db)
}

/** Ids of a table by their order; `pick` takes the n-th of them, over and over. */
const ids = (table: string, where = 'true') =>
  `(select array_agg(id order by id) as ids from ${table} where ${where})`
const pick = (list: string, n: string) => `${list}.ids[1 + (${n}) % cardinality(${list}.ids)]`
const orgs = `${ids('org', "kind <> 'vendor'")} o`

const tickets = `insert into ticket (id, number, kind, title, channel, org_id, service_id, group_id, priority, state, open,
    occurred_at, recorded_at, resolved_at, origin)
  select gen_random_uuid(), 'P-' || n, 'incident', 'P ' || n, case when n % 5 = 0 then 'alert' else 'phone' end,
    ${pick('o', 'n')}, case when n % 7 > 0 then ${pick('s', 'n / 2')} end,
    case when n % 11 > 0 then ${pick('g', 'n / 3')} end, 1 + n % 4,
    x.state, x.state in ('new', 'in-progress'), at, at,
    case when x.state in ('resolved', 'closed') then at + make_interval(mins => (n * 7) % 9000 + 3) end,
    case when n % 13 = 0 then 'import' else 'live' end
  from generate_series(0, 2190) n, ${orgs}, ${ids('service')} s, ${ids('support_group')} g,
    lateral (select timestamptz '2025-01-20 00:00+08' + n * interval '53 minutes' as at) a,
    lateral (select (array['closed', 'closed', 'resolved', 'closed', 'cancelled', 'in-progress', 'closed', 'new'])[1 + n % 8]
      as state) x`

const past = `(select t.*, substr(number, 3)::int as n from ticket t where number like 'P-%')`

const incidents = `insert into incident (ticket_id, type, impact, urgency, grade, grade_confirmed, reopen_count,
    reassignment_count, resolution_code)
  select id, case when n % 6 = 1 then 'consultation' else 'fault' end, 'medium', 'medium',
    (array['general', 'major', 'minor', 'serious'])[1 + n % 4], n % 3 > 0, case when n % 10 = 0 then 1 + n % 2 else 0 end,
    case when n % 4 = 2 then 1 else 0 end, case when resolved_at is not null then 'fixed' end
  from ${past} p`

const clocks = `insert into clock (id, ticket_id, metric, calendar_id, state, started_at, due_at, stopped_at, used_percent)
  select gen_random_uuid(), p.id, m.metric, (select id from calendar where is_default),
    case when p.state = 'cancelled' then 'cancelled' when m.late then 'breached' when p.open then 'running' else 'met' end,
    p.occurred_at, p.occurred_at + interval '4 hours',
    case when not p.open then coalesce(p.resolved_at, p.occurred_at) end,
    case when not p.open then case when m.late then 130 else 60 end end
  from ${past} p, lateral (values ('response', p.n % 9 = 0), ('restore', p.n % 5 = 1)) m (metric, late)`

const stays = `insert into clock (id, ticket_id, metric, calendar_id, state, started_at, due_at, stopped_at, used_percent,
    stay_id, group_id)
  select gen_random_uuid(), p.id, 'vendor', (select id from calendar where is_default),
    case when p.open then 'running' when p.n % 3 = 0 then 'breached' else 'met' end, p.occurred_at,
    p.occurred_at + interval '8 hours', case when not p.open then p.occurred_at + interval '5 hours' end,
    case when not p.open then 80 end, gen_random_uuid(), g.id
  from ${past} p join support_group g on g.id = p.group_id join org o on o.id = g.org_id where o.kind = 'vendor'`

/** Of imported incidents as well; some are answered too late, some not at all, some were taken back. */
const supervisions = `insert into supervision (id, ticket_id, instruction, leader_id, owner_id, deadline, reply, replied_at, closed_at)
  select gen_random_uuid(), p.id, '尽快办结', l.id, l.id, p.occurred_at + interval '2 days',
    case when p.n % 4 > 0 then '已办结' end,
    case when p.n % 4 > 0 then p.occurred_at + make_interval(hours => case when p.n % 4 = 1 then 49 else 47 end) end,
    case when p.n % 3 = 0 then p.occurred_at + interval '3 days' end
  from ${past} p, (select id from person where login = 'lead01') l where p.n % 26 in (0, 1, 7)`

const surveys = `insert into survey (id, ticket_id, round, affected_id, ticket_number, ticket_title, org_id, state, due_at,
    answer, via, answered_at)
  select gen_random_uuid(), p.id, 0, gen_random_uuid(), p.number, p.title, p.org_id, s.state, p.resolved_at + interval '5 days',
    case when s.state = 'answered' then
      (array['very-satisfied', 'satisfied', 'fairly-satisfied', 'unsatisfied', 'satisfied'])[1 + p.n % 5] end,
    case when s.state = 'answered' then 'portal' end, case when s.state = 'answered' then p.resolved_at end
  from ${past} p, lateral (select (array['answered', 'expired', 'answered', 'cancelled', 'asked'])[1 + p.n % 5] as state) s
  where p.resolved_at is not null and p.n % 2 = 0`

/** Asked for in the last weeks: their room counts from now back. */
const requests = `with t as (
    insert into ticket (id, number, kind, title, channel, org_id, priority, state, open, occurred_at, recorded_at)
    select gen_random_uuid(), 'R-' || n, 'request', 'R ' || n, 'portal', ${pick('o', 'n')}, 3,
      'done', false, now() - n * interval '5 hours', now() - n * interval '5 hours' from generate_series(1, 60) n, ${orgs}
    returning id, occurred_at, substr(number, 3)::int as n, org_id),
  r as (insert into request (ticket_id) select id from t)
  insert into request_line (id, ticket_id, no, item_id, item_no, name, name_en, answers, org_id, approval, state, due_at,
    started_at, ended_at)
  select gen_random_uuid(), t.id, 1, i.id, i.live_no, '账号开通', 'Account', '{}', t.org_id, 'none',
    case when t.n % 6 = 0 then 'withdrawn' else 'done' end, t.occurred_at + interval '24 hours', t.occurred_at,
    t.occurred_at + make_interval(hours => case when t.n % 4 = 1 then 30 else 20 end)
  from t cross join lateral (select id, live_no from catalogue_item where live_no > 0 order by id limit 1) i`

const changes = `with t as (
    insert into ticket (id, number, kind, title, channel, org_id, priority, state, open, occurred_at, recorded_at, closed_at)
    select gen_random_uuid(), 'C-' || n, 'change', 'C ' || n, 'portal', ${pick('o', 'n')}, 3,
      case when n % 9 = 8 then 'implemented' else 'closed' end, n % 9 = 8, x.at, x.at,
      case when n % 9 < 8 then x.at + interval '3 days' end
    from generate_series(1, 90) n, ${orgs}, lateral (select timestamptz '2025-01-25 09:00+08' + n * interval '19 hours' as at) x
    returning id, occurred_at, substr(number, 3)::int as n)
  insert into change (ticket_id, kind, risk, begun_at, implemented_at, result, review, unauthorised)
  select id, case when n % 5 = 0 then 'emergency' else 'normal' end, 'low', occurred_at, occurred_at + interval '1 hour',
    case when n % 9 < 8 then (array['successful', 'successful', 'partly', 'successful', 'failed'])[1 + n % 5] end,
    case when n % 7 > 0 then '按计划完成' end, n % 15 = 0
  from t`
