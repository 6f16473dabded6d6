import type { Db } from '#kernel/db/index.ts'
import { listFiles } from '#kernel/files/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { visibleIncidents } from '#modules/incident/index.ts'
import { watchersOf } from '#modules/ticket/index.ts'
import type { ChangeLineRecord, ChangeRecord } from './contract.ts'
import { gateLabel, surroundingsOf, type Surroundings } from './facts.ts'
import { missing } from './lifecycle.ts'
import { abilitiesOf, accessChange } from './policy.ts'
import { incidentsOf, visibleAmong } from './store/plan.ts'
import type { ChangeRow, LineRow } from './store/read.ts'
import type { Gate } from './words.ts'

export function presentLine(row: LineRow): ChangeLineRecord {
  const { id, number, title, kind, state, risk, services, org, group, requester, implementer, second } = row
  const { startsAt, endsAt, result, unauthorised, recordedAt, updatedAt, version } = row
  return {
    ...{ id, number, title, kind, state, risk, services, org, group, requester, implementer, second },
    ...{ startsAt, endsAt, result, unauthorised, recordedAt, updatedAt, version },
  }
}

/** What is missing before the step that comes next in this state. */
function missingNext(row: ChangeRow, around: Surroundings): Gate[] {
  switch (row.state) {
    case 'draft':
    case 'returned':
      return missing(around.facts, 'submit')
    case 'scheduled':
      return missing(around.facts, 'start')
    case 'in-progress':
      return missing(around.facts, 'finish')
    case 'failed':
      return missing(around.facts, 'back-out')
    case 'implemented':
    case 'backed-out':
      return missing(around.facts, 'close')
    default:
      return []
  }
}

const byAt = (by: string | null, at: Date | null) => (by !== null && at !== null ? { by, at } : null)

/** The whole change as this actor may see it. */
export async function present(db: Db, actor: Actor, row: ChangeRow): Promise<ChangeRecord> {
  const around = await surroundingsOf(db, actor, row)
  const links = await incidentsOf(db, row.id)
  const seen = await visibleAmong(
    db,
    visibleIncidents(actor),
    links.map((l) => l.incidentId),
  )
  const attachments = (await listFiles(db, 'change', [row.id])).get(row.id) ?? []
  const watchers = await watchersOf(db, row.id)
  const { reason, template, impactLevel, likelihood, impact, plan, backOut, testProof, editsConfig } = row
  const { assessedBy, assessment, flow, ratified, ratifyBy, implementedAt, failure, review, reviewedBy } = row
  return {
    ...presentLine(row),
    ...{ reason, template, impactLevel, likelihood, impact, plan, backOut, testProof, editsConfig },
    ...{ assessedBy, assessment, flow, ratified, ratifyBy, implementedAt, failure, review, reviewedBy },
    closedAt: row.closedAt,
    foundBy: row.foundBy,
    doneBy: row.doneBy,
    letBegin: byAt(row.letBeginBy, row.letBeginAt),
    outside: row.outsideBy ? { reason: row.outsideReason ?? '', by: row.outsideBy } : null,
    exception: row.exception && {
      reason: row.exception.reason,
      by: row.exception.by,
      at: new Date(row.exception.at),
    },
    begun: byAt(row.begunBy, row.begunAt),
    confirmed: byAt(row.confirmedBy, row.confirmedAt),
    ...presentParts(actor, around),
    links: links.map(({ incidentId, number, title, state, relation }) => ({
      incidentId,
      number,
      title: seen.has(incidentId) ? title : null,
      state,
      relation,
    })),
    attachments,
    watching: watchers.includes(actor.id ?? ''),
    missing: missingNext(row, around).map((gate) => ({ gate, label: gateLabel(actor.locale, gate) })),
    abilities: abilitiesOf(actor, row),
  }
}

function presentParts(
  actor: Actor,
  around: Surroundings,
): Pick<ChangeRecord, 'tasks' | 'evidence' | 'files' | 'conflicts' | 'freezes'> {
  return {
    tasks: around.tasks.map(({ id, position, title, owner, doneBy, doneAt, note }) => ({
      ...{ id, position, title, owner, note },
      done: byAt(doneBy, doneAt),
      mine: owner === null || owner.id === actor.id,
    })),
    evidence: around.evidence,
    files: around.files.map(({ id, path, copyPlace, fileId, copiedBy, copiedAt }) => ({
      ...{ id, path, copyPlace, fileId },
      copied: byAt(copiedBy, copiedAt),
    })),
    conflicts: around.conflicts.map(
      ({ id, number, title, state, startsAt, endsAt, why, ack, acknowledged }) => ({
        ...{ id, number, title, state, startsAt, endsAt, why },
        acknowledged: acknowledged && ack ? { by: ack.by, note: ack.note, at: new Date(ack.at) } : null,
      }),
    ),
    freezes: around.freezes,
  }
}

/** Reads a change again after something was done to it. */
export async function presentAgain(db: Db, actor: Actor, id: string): Promise<ChangeRecord> {
  return present(db, actor, await accessChange(db, actor, id))
}
