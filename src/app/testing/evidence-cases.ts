/** For each rule of evidence that looks at a period: a case that is as it should be, and one that is not. */
import { sql } from 'kysely'
import { newId } from '#kernel/db/index.ts'
import type { City } from './evidence-city.ts'
import { deskVersion, drill } from './evidence-knowledge.ts'

type Origin = 'live' | 'import'
export interface Made {
  /** makes a case whose time, the one the rule goes by, is `at` */
  good: (city: City, at: Date, origin: Origin) => Promise<unknown>
  bad: (city: City, at: Date, origin: Origin) => Promise<unknown>
  /** its records cannot be imported */
  live?: true
}

const hour = 3_600_000
const later = (at: Date, hours: number): Date => new Date(at.getTime() + hours * hour)

type Row = Record<string, unknown>
const incident =
  (ticket: Row = {}, given: Row = {}) =>
  (city: City, at: Date, origin: Origin): Promise<string> =>
    city.incident(at, { ticket: { origin, ...ticket }, incident: given })

const clocked =
  (state: string, clock: Row = {}, ticket: Row = {}) =>
  async (city: City, at: Date, origin: Origin): Promise<string> => {
    const id = await incident(ticket)(city, at, origin)
    await city.clock(id, at, state, clock)
    return id
  }

const stay =
  (metric: 'ola' | 'vendor', state: string) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await incident()(city, at, origin)
    await city.clock(id, at, state, { metric, stay_id: newId(), group_id: await city.group(2) })
  }

const escalated =
  (minutes: number | null) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await incident()(city, at, origin)
    const clock = await city.clock(id, at, 'breached')
    const due = later(at, 1)
    if (minutes !== null)
      await sql`insert into clock_step (clock_id, at_percent, due_at, fired_at)
        values (${clock}, 100, ${due}, ${later(due, minutes / 60)})`.execute(city.tx)
  }

const firstBy =
  (login: string) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const created_by = await city.person(login)
    await incident({ created_by }, { type: 'consultation' })(city, at, origin)
  }

const decided =
  (days: number | null) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await incident({}, { grade: 'major' })(city, at, origin)
    if (days === null) return
    const recorded_at = later(at, days * 24)
    await city.insert('major_decision', {
      ticket_id: id,
      decision: '启用备用线路',
      decided_by: await city.person('mgr01'),
      occurred_at: at,
      recorded_at,
    })
  }

const supervised =
  (hoursLate: number) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await incident()(city, later(at, -24), origin)
    await city.insert('supervision', {
      ticket_id: id,
      instruction: '今日办结',
      leader_id: await city.person('lead01'),
      owner_id: await city.person('eng01'),
      deadline: at,
      replied_at: later(at, hoursLate),
      reply: '已办结',
    })
  }

const report =
  (hoursLate: number, given: Row = {}, grade = 'general') =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await incident({}, { grade })(city, later(at, -72), origin)
    const by = await city.person('eng01')
    await city.insert('fault_report', {
      id: newId(),
      ticket_id: id,
      ticket_number: id,
      ticket_title: '故障',
      org_id: await city.root(),
      due_at: at,
      state: 'submitted',
      submitted_by: by,
      submitted_at: later(at, hoursLate),
      ...given,
    })
  }
const reviewedReport = async (city: City): Promise<Row> => ({
  state: 'reviewed',
  analysis: '电源老化',
  solution: '更换电源',
  reviewed_by: await city.person('lead01'),
  reviewed_at: new Date(),
})

const survey = async (city: City, ticketId: string, given: Row): Promise<string> =>
  city.insert('survey', {
    id: newId(),
    ticket_id: ticketId,
    round: 0,
    affected_id: newId(),
    ticket_number: ticketId,
    ticket_title: '故障',
    org_id: await city.root(),
    due_at: new Date('2024-06-01T00:00:00Z'),
    ...given,
  })
const answered =
  (answer: string) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await incident()(city, later(at, -24), origin)
    await survey(city, id, { state: 'answered', answer, via: 'portal', answered_at: at })
  }
const surveyed =
  (state: 'answered' | 'expired') =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await incident()(city, later(at, -24), origin)
    const said = state === 'answered' ? { answer: 'satisfied', via: 'portal', answered_at: at } : {}
    await survey(city, id, { state, due_at: at, ...said })
  }
const affected = async (city: City, at: Date, origin: Origin): Promise<string> => {
  const id = await incident()(city, at, origin)
  await city.insert('affected', {
    id: newId(),
    ticket_id: id,
    person_id: await city.person('req01'),
    via: 'requester',
  })
  return id
}

const change =
  (given: Row | ((city: City, at: Date) => Promise<Row>), ticket: Row = {}) =>
  async (city: City, at: Date, origin: Origin): Promise<string> => {
    const id = await city.ticket(at, { kind: 'change', origin, state: 'closed', ...ticket })
    await city.insert('change', {
      ticket_id: id,
      kind: 'normal',
      risk: 'low',
      impact: '业务短时中断',
      back_out: '恢复备份',
      test_proof: '测试环境已验证',
      approved_digest: 'x',
      begun_at: at,
      begun_by: await city.person('eng01'),
      implemented_at: later(at, 1),
      ...(typeof given === 'function' ? await given(city, at) : given),
    })
    return id
  }
const approval =
  (hoursBefore: number) =>
  async (city: City, at: Date): Promise<Row> => {
    const approval_id = await city.insert('approval', {
      entity: 'change',
      entity_id: newId(),
      title: '变更',
      org_id: await city.root(),
      requester_id: await city.person('eng01'),
      definition: '{}',
      digest: 'x',
      state: 'approved',
      started_at: later(at, -48),
      ended_at: later(at, -hoursBefore),
    })
    return { approval_id }
  }
const file =
  (hours: number) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await change({ edits_config: true })(city, at, origin)
    await city.insert('change_file', {
      id: newId(),
      change_id: id,
      path: `/etc/nginx/${id}.conf`,
      copy_place: '/backup',
      copied_at: later(at, hours),
      copied_by: await city.person('eng01'),
    })
  }

let versions = 0
/** A release that went live; its items confirmed so many hours before, or none. */
const live =
  (hoursBefore: number | null) =>
  async (city: City, at: Date): Promise<string> => {
    const service = await city.one(sql<{ id: string }>`select id from service order by code limit 1`)
    const [a, b] = [await city.person('eng01'), await city.person('lead01')]
    const id = await city.insert('release', {
      number: `REL-${versions}`,
      service_id: service.id,
      org_id: await city.root(),
      version_name: `v${versions++}`,
      title: '升级',
      state: 'live',
      live_at: at,
      created_by: a,
    })
    if (hoursBefore === null) return id
    const keys = 'handover,risk-assessment,security-plan,documents,permissions-withdrawn,monitoring,trial-run'
    await sql`insert into release_item (release_id, key, person_id, done_on, statement, link, recorded_by, confirmed_by, confirmed_at)
      select ${id}::uuid, k, ${a}::uuid, '2024-01-01', '见附件', 'https://oa.example.gov.cn/1', ${a}::uuid, ${b}::uuid,
        ${later(at, -hoursBefore)}::timestamptz from unnest(string_to_array(${keys}, ',')) k`.execute(city.tx)
    return id
  }
const gate: Made = { good: live(2), bad: live(-2), live: true }
const liveBy =
  (hours: number) =>
  async (city: City, at: Date): Promise<void> => {
    const id = await live(null)(city, at)
    const change_id = await change({})(city, later(at, -hours), 'live')
    await sql`insert into release_change values (${id}, ${change_id})`.execute(city.tx)
  }

const problem =
  (root_cause: string) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await city.ticket(later(at, -24), { kind: 'problem', origin, resolved_at: at })
    await city.insert('problem', { ticket_id: id, source: 'desk', root_cause })
    const incident_id = await city.incident(later(at, -48))
    await sql`insert into problem_incident (problem_id, incident_id) values (${id}, ${incident_id})`.execute(
      city.tx,
    )
  }
const action =
  (hours: number) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const ticket_id = await city.ticket(later(at, -48), { kind: 'problem', origin })
    await city.insert('ticket_task', {
      id: newId(),
      ticket_id,
      position: 1,
      title: '扩容',
      owner_id: await city.person('eng01'),
      due_at: at,
      state: 'done',
      ended_at: later(at, hours),
    })
  }
const grave =
  (linked: boolean) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await incident(
      { occurred_at: later(at, -2), recorded_at: later(at, -2) },
      { grade: 'serious' },
    )(city, at, origin)
    if (!linked) return
    const problem_id = await city.ticket(at, { kind: 'problem' })
    await city.insert('problem', { ticket_id: problem_id, source: 'desk' })
    await sql`insert into problem_incident (problem_id, incident_id) values (${problem_id}, ${id})`.execute(
      city.tx,
    )
  }

const major =
  (calls: readonly string[], finding: boolean) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await incident({ resolved_at: later(at, 2) }, { grade: 'major' })(city, at, origin)
    const person = await city.person('lead01')
    for (const role_key of calls)
      await city.insert('major_call', {
        id: newId(),
        ticket_id: id,
        role_key,
        message: '请到场',
        called_by: person,
        called_at: later(at, 1),
      })
    if (finding)
      await city.insert('major_log', {
        id: newId(),
        ticket_id: id,
        kind: 'finding',
        body: '核心交换机电源故障',
        person_id: person,
        occurred_at: at,
      })
  }
const majorReview =
  (days: number) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const id = await incident({}, { grade: 'major' })(city, at, origin)
    await city.insert('major_review', {
      ticket_id: id,
      state: 'confirmed',
      submitted_by: await city.person('eng01'),
      submitted_at: at,
      confirmed_by: await city.person('lead01'),
      confirmed_at: later(at, days * 24),
    })
  }

const request =
  (hours: number) =>
  async (city: City, at: Date, origin: Origin): Promise<void> => {
    const item = await city.one(
      sql<{ id: string; no: number }>`select id, live_no as no from catalogue_item where live_no > 0 limit 1`,
    )
    const ticket_id = await city.ticket(at, { kind: 'request', origin })
    await city.insert('request', { ticket_id })
    await city.insert('request_line', {
      id: newId(),
      ticket_id,
      no: 1,
      item_id: item.id,
      item_no: item.no,
      name: '账号开通',
      name_en: 'Account',
      answers: '{}',
      org_id: await city.root(),
      approval: 'none',
      state: 'done',
      due_at: later(at, 24),
      ended_at: later(at, hours),
    })
  }

const alert =
  (followed: boolean) =>
  async (city: City, at: Date): Promise<void> => {
    const id = newId()
    await city.insert('alert', {
      id,
      source: 'test',
      labels_hash: id,
      labels: '{}',
      name: 'HostDown',
      severity: 'critical',
      status: 'resolved',
      org_id: await city.root(),
      ticket_id: followed ? await city.ticket(at) : null,
      starts_at: at,
      began_at: at,
      ends_at: later(at, 1),
      first_at: at,
      last_at: at,
    })
  }

export const made: Record<string, Made> = {
  'incident.registered': {
    good: incident(),
    bad: (city, at, origin) => incident({ recorded_at: later(at, 25) })(city, at, origin),
  },
  'incident.responded': { good: clocked('met'), bad: clocked('breached') },
  'incident.alerts-responded': {
    good: clocked('met', {}, { channel: 'alert' }),
    bad: clocked('running', {}, { channel: 'alert' }),
  },
  'incident.restored': {
    good: clocked('met', { metric: 'restore' }),
    bad: clocked('breached', { metric: 'restore' }),
  },
  'incident.line-restored': {
    good: async (city, at, origin) =>
      clocked('met', { metric: 'restore' }, { category_id: await city.category('net.outlet') })(
        city,
        at,
        origin,
      ),
    bad: async (city, at, origin) =>
      clocked('breached', { metric: 'restore' }, { category_id: await city.category('net.outlet') })(
        city,
        at,
        origin,
      ),
  },
  'incident.times-kept': { good: incident(), bad: incident({}, { responded_at: null }) },
  'incident.classified': { good: incident(), bad: incident({ category_id: null }) },
  'incident.settled': {
    good: incident(),
    bad: incident({ open: true, state: 'in-progress', resolved_at: null }),
  },
  'incident.diagnosed': { good: incident(), bad: incident({}, { grade_confirmed: false }) },
  'incident.graded': { good: incident(), bad: incident({}, { grade_confirmed: false }) },
  'incident.desk-first': { good: firstBy('desk01'), bad: firstBy('mgr01') },
  'incident.specialists': {
    good: async (city, at, origin) => incident({ owner_id: await city.person('eng01') })(city, at, origin),
    bad: incident({ owner_id: null }),
  },
  'incident.operators-told': {
    good: async (city, at, origin) => incident({ group_id: await city.group(2) })(city, at, origin),
    bad: incident(),
  },
  'incident.terminals': {
    good: async (city, at, origin) =>
      incident({ category_id: await city.category('terminal.pc') })(city, at, origin),
    bad: async (city, at, origin) =>
      incident({ category_id: await city.category('terminal.pc') }, { resolution: null })(city, at, origin),
  },
  'incident.major-decided': { good: decided(1), bad: decided(2) },
  // of imported incidents, too: an instruction is always given here
  'incident.supervised': { good: supervised(-1), bad: supervised(1), live: true },
  'sla.vendor-stays': { good: stay('vendor', 'met'), bad: stay('vendor', 'breached') },
  'sla.group-stays': { good: stay('ola', 'met'), bad: stay('ola', 'breached') },
  'sla.escalated': { good: escalated(10), bad: escalated(20) },
  'fault-report.delivered': { good: report(0), bad: report(1) },
  'fault-report.major': {
    good: async (city, at, origin) => report(-1, await reviewedReport(city), 'major')(city, at, origin),
    bad: report(-1, {}, 'major'),
  },
  'satisfaction.happy': { good: answered('fairly-satisfied'), bad: answered('unsatisfied') },
  'satisfaction.answered': { good: surveyed('answered'), bad: surveyed('expired') },
  'satisfaction.asked': {
    good: async (city, at, origin) => survey(city, await affected(city, at, origin), {}),
    bad: affected,
  },
  'change.approved': { good: change(approval(1)), bad: change(approval(-1)) },
  'change.tested': { good: change({}), bad: change({ test_proof: '' }) },
  'change.risk-stated': { good: change({}), bad: change({ back_out: '' }) },
  'change.two-persons': {
    good: change(async (city) => ({ risk: 'high', confirmed_by: await city.person('lead01') })),
    bad: change(async (city) => ({ risk: 'high', confirmed_by: await city.person('eng01') })),
  },
  'change.copied': { good: file(0), bad: file(2) },
  'change.reviewed': {
    good: change(async (city) => ({ review: '有效', reviewed_by: await city.person('lead01') })),
    bad: change(async (city) => ({ review: '有效', reviewed_by: await city.person('eng01') })),
  },
  'release.handover': gate,
  'release.risk-assessment': gate,
  'release.security-plan': gate,
  'release.permissions-withdrawn': gate,
  'release.trial-run': gate,
  'release.documents': gate,
  'release.monitored': gate,
  'release.by-change': { good: liveBy(1), bad: liveBy(-1), live: true },
  'problem.causes': { good: problem('磁盘写满'), bad: problem('') },
  'problem.actions': { good: action(0), bad: action(1) },
  'problem.followed': { good: grave(true), bad: grave(false) },
  'major.reported': { good: major(['manager', 'duty-leader'], false), bad: major(['manager'], true) },
  'major.worked': { good: major(['manager'], true), bad: major(['manager'], false) },
  'major.reviewed': { good: majorReview(30), bad: majorReview(31) },
  'request.answered': { good: request(24), bad: request(25) },
  'alert.followed': { good: alert(true), bad: alert(false), live: true },
  'knowledge.drills': { good: drill(30), bad: drill(31), live: true },
  'knowledge.participants': { good: drill(0), bad: drill(0, { participants: '' }), live: true },
  'knowledge.by-desk': { good: deskVersion('desk01'), bad: deskVersion('eng01'), live: true },
}
