import type { Db } from '#kernel/db/index.ts'
import type { Output } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { Access } from './access.ts'
import type * as contract from './contract.ts'
import { stepName } from './step-name.ts'
import { plannedPeople } from './store/approvals.ts'
import { historyTimes, itemTimes, type ItemTimes } from './store/lists.ts'
import { namesOf } from './store/people.ts'
import { knownKind } from './subjects.ts'
import type { Approval, Fact, Item } from './words.ts'

type Detail = Output<typeof contract.getApproval>
type Person = { id: string; name: string }
type Name = (id: string | null) => Person | null

/** Everything a page shows of an approval, in the reader's language. */
export async function presentDetail(db: Db, actor: Actor, access: Access): Promise<Detail> {
  const { row, approval, facts } = access
  const planned = await plannedPeople(db, row.id)
  const times = await itemTimes(db, row.id)
  const history = await historyTimes(db, row.id)
  const names = await namesOf(db, everybody(approval, planned, history))
  const name: Name = (id) => (id === null ? null : { id, name: names.get(id) ?? '' })
  const kind = knownKind(row.subject.entity)
  const act = approval.current === null ? null : approval.acts[approval.current]!
  const nameOfStep = (no: number): string =>
    no === 0 ? '' : stepName(actor.locale, approval.steps[no - 1]!.name)
  return {
    id: row.id,
    version: row.version,
    title: row.title,
    subject: { ...row.subject, label: kind ? say(actor.locale, kind.label) : row.subject.entity },
    requester: row.requester,
    orgName: row.org.name,
    state: approval.state,
    step: act && nameOfStep(act.step),
    startedAt: row.startedAt,
    endedAt: row.endedAt,
    view: await viewOf(db, actor, row.subject),
    digest: row.digest,
    currentStep: act?.step ?? null,
    steps: approval.steps.map((step) => ({
      no: step.no,
      name: nameOfStep(step.no),
      mode: step.mode,
      state: stepState(approval, step.no),
      planned: (planned.get(step.no) ?? []).map((id) => name(id)!),
      signatures: latest(approval, step.no).map((item) => signature(item, times, name)),
    })),
    history: facts.map((fact, i) => ({
      seq: history[i]!.seq,
      kind: fact.kind,
      at: history[i]!.at,
      actor: name(history[i]!.actorId),
      onBehalfOf: name(history[i]!.onBehalfOf),
      people: peopleOf(fact).map((id) => name(id)!),
      step: stepOf(approval, fact, nameOfStep),
      reason: 'reason' in fact ? fact.reason : '',
    })),
    mine: access.mine.map((item) => ({
      id: item.id,
      onBehalfOf: item.personId === actor.id ? null : name(item.personId),
    })),
    returnTo: act ? Array.from({ length: act.step }, (_, no) => no) : [],
    abilities: access.abilities,
  }
}

async function viewOf(
  db: Db,
  actor: Actor,
  subject: { entity: string; id: string },
): Promise<Detail['view']> {
  const kind = knownKind(subject.entity)
  const view = await kind?.show(db, actor, subject.id)
  if (!kind || !view) return null
  const path = (await kind.canRead(db, actor, subject.id)) ? view.path : null
  return { number: view.number ?? null, title: view.title, path, facts: view.facts }
}

function everybody(
  approval: Approval,
  planned: ReadonlyMap<number, string[]>,
  history: readonly { actorId: string | null; onBehalfOf: string | null }[],
): string[] {
  return [
    ...approval.items.flatMap((item) => [item.personId, item.by]),
    ...[...planned.values()].flat(),
    ...history.flatMap((one) => [one.actorId, one.onBehalfOf]),
  ].filter((id) => id !== null)
}

/** Items of the latest opening of a step; none while it is ahead, also when it was open before a return. */
function latest(approval: Approval, step: number): Item[] {
  if (stepState(approval, step) === 'ahead') return []
  // acts behind the current one were opened and taken back
  const last = approval.current ?? approval.acts.length - 1
  const act = approval.acts.findLast((one) => one.step === step && one.no <= last)
  return act ? approval.items.filter((item) => item.act === act.no) : []
}

function stepState(approval: Approval, no: number): Detail['steps'][number]['state'] {
  if (approval.state === 'approved') return 'done'
  const last = approval.current ?? approval.acts.length - 1
  const at = approval.acts[last]?.step ?? 0
  if (no < at) return 'done'
  if (no > at) return 'ahead'
  return approval.state === 'running' ? 'now' : 'stopped'
}

function signature(
  item: Item,
  times: ReadonlyMap<string, ItemTimes>,
  name: Name,
): Detail['steps'][number]['signatures'][number] {
  const time = times.get(item.id)
  return {
    id: item.id,
    slot: item.slot,
    person: name(item.personId)!,
    state: item.state,
    by: item.by === item.personId ? null : name(item.by),
    decidedAt: time?.decidedAt ?? null,
    dueAt: time?.dueAt ?? null,
    overdue: time?.overdue ?? false,
    reason: item.reason,
  }
}

function peopleOf(fact: Fact): string[] {
  switch (fact.kind) {
    case 'signer-added':
      return [fact.signer.personId]
    case 'transferred':
      return [fact.to.personId]
    case 'escalated':
      return fact.to.map((one) => one.personId)
    case 'opened':
      return fact.slots.flat().map((one) => one.personId)
    default:
      return []
  }
}

function stepOf(approval: Approval, fact: Fact, nameOfStep: (no: number) => string): string | null {
  if (fact.kind === 'opened') return nameOfStep(fact.step)
  if (fact.kind === 'returned') return nameOfStep(fact.to)
  if (!('itemId' in fact)) return null
  const item = approval.items.find((one) => one.id === fact.itemId)
  return item ? nameOfStep(item.step) : null
}
