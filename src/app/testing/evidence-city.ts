import { sql } from 'kysely'
import { newId, type Tx } from '#kernel/db/index.ts'

/** Tables of one row per ticket. */
const extensions = new Set(['incident', 'change', 'problem', 'request', 'major_review'])

/** Rows as rooms write them, for rules of evidence: made directly, because a rule looks at years that tests cannot live. */
export class City {
  readonly tx: Tx
  #n = 0
  constructor(tx: Tx) {
    this.tx = tx
  }

  async one<T>(query: ReturnType<typeof sql<T>>): Promise<T> {
    return (await query.execute(this.tx)).rows[0]!
  }

  async person(login: string): Promise<string> {
    return (await this.one(sql<{ id: string }>`select id from person where login = ${login}`)).id
  }

  async category(code: string): Promise<string> {
    return (await this.one(sql<{ id: string }>`select id from category where code = ${code}`)).id
  }

  async group(line: number): Promise<string> {
    return (
      await this.one(
        sql<{ id: string }>`select id from support_group where line = ${line} order by no limit 1`,
      )
    ).id
  }

  async root(): Promise<string> {
    return (await this.one(sql<{ id: string }>`select id from org where parent_id is null`)).id
  }

  async insert(table: string, row: Record<string, unknown>): Promise<string> {
    const id = typeof row['id'] === 'string' ? row['id'] : newId()
    const keyed = extensions.has(table) ? row : { id, ...row }
    await this.tx
      .insertInto(table as never)
      .values(keyed as never)
      .execute()
    return id
  }

  /** A ticket that was recorded when it occurred, unless said otherwise. */
  async ticket(at: Date, given: Record<string, unknown> = {}): Promise<string> {
    const number = `T-${at.getTime()}-${this.#n++}`
    return this.insert('ticket', {
      number,
      kind: 'incident',
      title: number,
      channel: 'phone',
      requester_id: await this.person('req01'),
      org_id: await this.root(),
      priority: 3,
      state: 'closed',
      open: false,
      occurred_at: at,
      recorded_at: at,
      resolved_at: at,
      ...given,
    })
  }

  /** A settled, well-kept fault; `incident` and `ticket` say what is different. */
  async incident(
    at: Date,
    given: { ticket?: Record<string, unknown>; incident?: Record<string, unknown> } = {},
  ): Promise<string> {
    const id = await this.ticket(at, { category_id: await this.category('net.down'), ...given.ticket })
    await this.insert('incident', {
      ticket_id: id,
      type: 'fault',
      impact: 'medium',
      urgency: 'medium',
      grade: 'general',
      grade_confirmed: true,
      responded_at: at,
      resolution: '已恢复',
      resolution_code: 'fixed',
      ...given.incident,
    })
    return id
  }

  async clock(
    ticketId: string,
    at: Date,
    state: string,
    given: Record<string, unknown> = {},
  ): Promise<string> {
    const calendar = await this.one(sql<{ id: string }>`select id from calendar where is_default`)
    return this.insert('clock', {
      ticket_id: ticketId,
      metric: 'response',
      calendar_id: calendar.id,
      state,
      started_at: at,
      due_at: new Date(at.getTime() + 3_600_000),
      stopped_at: state === 'running' ? null : at,
      used_percent: state === 'running' ? null : state === 'met' ? 40 : 140,
      ...given,
    })
  }
}
