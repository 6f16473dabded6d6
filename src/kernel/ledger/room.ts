import type { Db, Tx } from '../db/index.ts'
import { route, type Route } from '../http/route.ts'
import type { Actor } from '../permission/actor.ts'
import { registerSubject } from '../approval/index.ts'
import { approvalSubject } from './approvals.ts'
import { addAttachment, attachmentsOf, openAttachment, removeAttachment } from './attachments.ts'
import { exportRecords } from './export.ts'
import { checkImportVerb, importVerb, templateVerb } from './import.ts'
import { printRecord } from './print.ts'
import { bulkChange, type BulkInput } from './bulk.ts'
import type { EndpointDef } from '../http/endpoint.ts'
import type { LedgerEndpoints } from './ledger-contract.ts'
import { registerReader } from '../notify/hints.ts'
import { registerPages } from '../notify/render.ts'
import { moveRecord, type MoveInput } from './move-record.ts'
import { planOf } from './plan.ts'
import { presentOne } from './present.ts'
import { listRecords, type ListInput } from './query.ts'
import { registerLedger, registerReference } from './registry.ts'
import { ledgerReference } from './references.ts'
import { accessRecord } from './access.ts'
import { commentOn, fileOf, historyOf, revealValue, uploadFor } from './story.ts'
import { shipCodes } from './store/codes.ts'
import { selectRecords } from './store/read.ts'
import type { Ledger, LedgerHooks } from './types.ts'
import { createRecord, updateRecordVerb } from './write-record.ts'

const ledgers = new Map<string, Ledger>()

/** A ledger whose room is loaded, by the name of its declaration. */
export const ledgerAt = (name: string): Ledger | undefined => ledgers.get(name)
/** Whether a ledger has any record at all. */
export async function anyRecord(db: Db, { plan }: Ledger): Promise<boolean> {
  return (await selectRecords(db, plan, { paths: ['/'], limit: 1 })).length > 0
}
export const ledgersAtWork = (): Ledger[] => [...ledgers.values()]

/** What a room puts into its manifest for a ledger. */
export interface LedgerRoom {
  routes: Route[]
  setUp: (db: Db) => void
  ensureShipped: (tx: Tx) => Promise<void>
  /** for verbs of the room beside the declared ones */
  ledger: Ledger
}

type AnyVerb = (db: never, actor: Actor, input: never) => Promise<unknown>

/**
 * A ledger at work: called once in a room's `index.ts` with the endpoints of its declaration.
 * @throws Error for what a declaration may not say: a mistake of the programmer, at the start
 */
export function ledgerRoom(endpoints: LedgerEndpoints, hooks: LedgerHooks = {}): LedgerRoom {
  const { def } = endpoints
  for (const [name, move] of Object.entries(def.lifecycle?.moves ?? {}))
    if (move.approval && !hooks.approvals?.[move.approval])
      throw new Error(`ledger ${def.name}: move ${name} names no approval of the room: ${move.approval}`)
  const ledger: Ledger = {
    def,
    hooks,
    // made at the first use: what it refers to may be registered by a room that is loaded later
    get plan() {
      return planOf(def)
    },
  }
  registerLedger(def)
  ledgers.set(def.name, ledger)
  registerReference(def.name, ledgerReference(ledger))
  return {
    ledger,
    routes: routesOf(endpoints, ledger),
    setUp: () => {
      registerSubject(approvalSubject(ledger))
      registerPages(def.name, def.path)
      registerReader(def.name, def.read)
    },
    ensureShipped: (tx) => shipCodes(tx, hooks.codes ?? []),
  }
}

function routesOf(endpoints: LedgerEndpoints, ledger: Ledger): Route[] {
  // inputs are parsed by the endpoints' own schemas, made from the same declaration
  const tie = (endpoint: EndpointDef, verb: unknown): Route => route(endpoint, verb as AnyVerb as never)
  const e = endpoints
  return [
    tie(e.list, (db: Db, actor: Actor, input: ListInput) => listRecords(db, actor, ledger, input)),
    tie(e.get, async (db: Db, actor: Actor, { id }: { id: string }) =>
      presentOne(db, actor, ledger, await accessRecord(db, actor, ledger, id)),
    ),
    tie(e.create, (tx: Tx, actor: Actor, input: never) => createRecord(tx, actor, ledger, input)),
    tie(e.update, (tx: Tx, actor: Actor, input: never) => updateRecordVerb(tx, actor, ledger, input)),
    tie(e.history, (db: Db, actor: Actor, input: never) => historyOf(db, actor, ledger, input)),
    tie(e.comment, (tx: Tx, actor: Actor, input: never) => commentOn(tx, actor, ledger, input)),
    tie(e.attach, (db: Db, actor: Actor, { upload }: { upload: never }) =>
      uploadFor(db, actor, ledger, upload),
    ),
    tie(e.file, (db: Db, actor: Actor, input: never) => fileOf(db, actor, ledger, input)),
    tie(e.attachments, (db: Db, actor: Actor, input: never) => attachmentsOf(db, actor, ledger, input)),
    tie(e.addAttachment, (db: Db, actor: Actor, input: never) => addAttachment(db, actor, ledger, input)),
    tie(e.attachment, (db: Db, actor: Actor, input: never) => openAttachment(db, actor, ledger, input)),
    tie(e.removeAttachment, (tx: Tx, actor: Actor, input: never) =>
      removeAttachment(tx, actor, ledger, input),
    ),
    tie(e.reveal, (tx: Tx, actor: Actor, input: never) => revealValue(tx, actor, ledger, input)),
    tie(e.bulk, (db: Db, actor: Actor, input: BulkInput) => bulkChange(db, actor, ledger, input)),
    tie(e.template, (_db: Db, actor: Actor, input: never) => templateVerb(actor, ledger, input)),
    tie(e.export, (db: Db, actor: Actor, input: never) => exportRecords(db, actor, ledger, input)),
    tie(e.checkImport, (db: Db, actor: Actor, input: never) => checkImportVerb(db, actor, ledger, input)),
    tie(e.import, (db: Db, actor: Actor, input: never) => importVerb(db, actor, ledger, input)),
    tie(e.print, (db: Db, actor: Actor, input: never) => printRecord(db, actor, ledger, input)),
    ...Object.entries(e.moves as Record<string, EndpointDef>).map(([name, endpoint]) =>
      tie(endpoint, (tx: Tx, actor: Actor, input: MoveInput) => moveRecord(tx, actor, ledger, name, input)),
    ),
  ]
}
