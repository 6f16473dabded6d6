import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Kysely } from 'kysely'
import type { DB, Db, Tx } from './db/index.ts'
import type { EvidenceRule } from './evidence/rule.ts'
import type { RecordTitles } from './evidence/titles.ts'
import type { Fact, FactSplit } from './fact/fact.ts'
import type { Actor } from './permission/actor.ts'
import type { ShippedRole } from './permission/roles.ts'
import type { Route } from './http/route.ts'
import type { Texts } from './http/translation.ts'
import type { Notices } from './notify/audience.ts'
import type { Settings } from './settings/env.ts'

/** Something that happened, as a reaction receives it. */
export interface AppEvent {
  id: string
  type: string
  entity: string
  entityId: string
  data: Record<string, unknown>
  /** ISO 8601, the database's clock */
  recordedAt: string
}

/** Runs at least once per event, in a transaction that also records that it ran (so: its database work exactly once). */
export interface Reaction {
  name: string
  on: string | readonly string[]
  /**
   * Asked once for each batch of events that holds one of them; false: nothing is done for those. For what costs each event a
   * transaction, and has nothing to do on most installations.
   */
  wanted?: (db: Db) => Promise<boolean>
  run: (tx: Tx, event: AppEvent) => Promise<void>
}

export interface TimerRow {
  kind: string
  key: string
  dueAt: Date
  data: Record<string, unknown>
}

/** Runs exactly once per timer row: the row goes in the same transaction as the work. */
export interface TimerHandler {
  kind: string
  run: (tx: Tx, timer: TimerRow) => Promise<void>
}

/** Recurring work, by one process at a time in the whole installation. */
export interface PeriodicJob {
  name: string
  everySeconds: number
  run: (context: JobContext) => Promise<void>
}

/** Work that goes on in every process that runs jobs, from its start to its end: processes share it out among themselves. */
export interface Daemon {
  name: string
  /** Returns at once; `stop` is waited for before the database is closed. */
  start: (context: JobContext) => { stop: () => Promise<void> }
}

export interface JobContext {
  db: Kysely<DB>
  settings: Settings
  log: (line: string, data?: Record<string, unknown>) => void
  /** The process ends: work that takes long asks between its pieces, and leaves the rest to the next turn. */
  stopping?: () => boolean
}

export interface Command {
  name: string
  summary: string
  run: (args: string[], context: CommandContext) => Promise<number>
}

export interface CommandContext {
  db: Kysely<DB>
  /** the owner's role, where this process may use it */
  ownerUrl?: string | undefined
  settings: Settings
  out: (line: string) => void
  err: (line: string) => void
}

/** What a raw HTTP plugin (SSE, downloads) may use; endpoints that are plain JSON need none. */
export interface HttpContext {
  db: Kysely<DB>
  settings: Settings
  authenticate: (request: FastifyRequest) => Promise<Actor>
}

/** All that a room tells the rest of the program. */
export interface Manifest {
  name: string
  /** `import.meta.dirname` of the room; its `migrations/` are found below it. */
  folder: string
  locales: { zh: Texts; en: Texts }
  routes?: readonly Route[]
  /**
   * Permission keys and the shipped roles that get them. `administrative`: it concerns running the platform and not
   * the unit's business; only such permissions can be granted to the posts of the three administrators, and
   * business roles get one only when `grants` names a business role.
   */
  permissions?: Record<string, { grants: readonly ShippedRole[]; administrative?: true }>
  /**
   * Who could be told what the room tells: leaf of its texts below `notify` → permissions of which one is needed.
   * Preferences show a person only these; what is not named concerns everybody.
   */
  notices?: Notices
  /** Leaves of `notify` whose mail does not wait for the end of a person's quiet hours. */
  urgentNotices?: readonly string[]
  reactions?: readonly Reaction[]
  timers?: readonly TimerHandler[]
  jobs?: readonly PeriodicJob[]
  daemons?: readonly Daemon[]
  commands?: readonly Command[]
  /** What the room proves of clauses of norms, see the evidence room. */
  evidence?: readonly EvidenceRule[]
  /** Named figures of the room's records, for evaluations and reports; see the fact room. */
  facts?: readonly Fact[]
  /** How values are called by which facts are taken apart. */
  factSplits?: readonly FactSplit[]
  /** What the room's records are called in lists of what a figure counted; see the evidence room. */
  recordTitles?: readonly RecordTitles[]
  plugin?: (app: FastifyInstance, context: HttpContext) => Promise<void> | void
  /** Idempotent: makes sure that shipped rows exist; runs after every migrate, in one transaction. */
  ensureShipped?: (tx: Tx) => Promise<void>
  /** For the registration of search kinds and the like: called once per process. */
  setUp?: (db: Db) => void
}
