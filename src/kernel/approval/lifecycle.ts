/**
 * The rules of approvals. `decide` turns a command into facts or refuses it, `apply` adds a fact to the approval,
 * `replay` makes the approval of its history. Pure: no I/O, no clock.
 */
import { AppError } from '#kernel/errors/index.ts'
import type { Act, Approval, Command, Fact, Item, Means, Mode, NewItem, Step } from './words.ts'

const open = (item: Item): boolean => item.state === 'waiting' || item.state === 'held'
const refuse = (what: string, field?: string): AppError =>
  new AppError(`approval.${what}`, { status: 409, ...(field ? { field } : {}) })

/** The act that decides now. @throws approval.over (409) when the approval is not running */
export function currentAct(a: Approval): Act {
  if (a.state !== 'running' || a.current === null) throw refuse('over', 'state')
  return a.acts[a.current]!
}

/** Items of an act. */
export function itemsOf(a: Approval, act: Act): Item[] {
  return a.items.filter((item) => item.act === act.no)
}

function slotSigned(a: Approval, act: Act, slot: number): boolean {
  return a.items.some((item) => item.act === act.no && item.slot === slot && item.state === 'approved')
}

/** Whether every signature that the act needs has been given. */
export function actDone(a: Approval, act: Act): boolean {
  return act.slots.every((slot) => slotSigned(a, act, slot.id))
}

/** Facts that begin an approval. `steps` are numbered 1, 2, … */
export function start(
  given: {
    by: string | null
    requesterId: string
    requesterMayDecide: boolean
    digest: string
    steps: Step[]
  },
  means: Means,
): Fact[] {
  const first = given.steps[0]
  if (!first || given.steps.some((step, i) => step.no !== i + 1)) throw refuse('no_steps', 'definition')
  return [{ kind: 'started', ...given }, opening(first.no, first.mode, null, means)]
}

function opening(step: number, mode: Mode, previous: number | null, means: Means): Fact {
  const people: NewItem[] = [...new Set(means.peopleOf(step))].map((personId) => ({
    id: means.newId(),
    personId,
  }))
  if (people.length === 0) throw refuse('step_empty')
  const slots = mode === 'all' ? people.map((one) => [one]) : mode === 'any' ? [people] : [people.slice(0, 1)]
  return { kind: 'opened', step, previous, slots }
}

/**
 * What follows from a command.
 * @throws approval.over, approval.not_waiting, approval.own_request, approval.decided_already, approval.bad_return,
 * approval.not_recallable, approval.signs_already, approval.not_requester, approval.not_returned, approval.not_voidable,
 * approval.step_empty (409)
 */
export function decide(a: Approval, c: Command, means: Means): Fact[] {
  switch (c.kind) {
    case 'approve': {
      deciding(a, c.itemId, c.by)
      return withWhatFollows(a, { ...c, kind: 'approved' }, means)
    }
    case 'reject':
      deciding(a, c.itemId, c.by)
      return [{ ...c, kind: 'rejected' }]
    case 'return':
      return returning(a, c, means)
    case 'resubmit':
      return resubmitting(a, c, means)
    case 'recall':
      recallable(a, c.itemId, c.by)
      return [{ ...c, kind: 'recalled' }]
    case 'add-signer': {
      deciding(a, c.itemId, c.by)
      newcomer(a, c.personId)
      const { personId, ...rest } = c
      return [{ ...rest, kind: 'signer-added', signer: { id: means.newId(), personId } }]
    }
    case 'transfer': {
      const item = waitingItem(a, c.itemId)
      if (item.step === 0) throw refuse('not_waiting')
      newcomer(a, c.personId)
      const { personId, ...rest } = c
      return [{ ...rest, kind: 'transferred', to: { id: means.newId(), personId } }]
    }
    case 'escalate': {
      const item = waitingItem(a, c.itemId)
      const to = [...new Set(c.personIds)].filter((id) => item.step > 0 && maySign(a, id))
      if (to.length === 0) return []
      return [
        {
          kind: 'escalated',
          itemId: c.itemId,
          to: to.map((personId) => ({ id: means.newId(), personId })),
        },
      ]
    }
    case 'remind':
      currentAct(a)
      return [{ kind: 'reminded', by: c.by }]
    case 'withdraw':
      currentAct(a)
      if (c.by !== a.requesterId) throw refuse('not_requester')
      return [{ ...c, kind: 'withdrawn' }]
    case 'void':
      if (a.state !== 'running' && a.state !== 'approved') throw refuse('not_voidable', 'state')
      return [{ ...c, kind: 'voided' }]
  }
}

function returning(a: Approval, c: Extract<Command, { kind: 'return' }>, means: Means): Fact[] {
  const item = deciding(a, c.itemId, c.by)
  if (!Number.isInteger(c.to) || c.to < 0 || c.to >= item.step) throw refuse('bad_return', 'to')
  const fact: Fact = { ...c, kind: 'returned' }
  if (c.to === 0)
    return [
      fact,
      {
        kind: 'opened',
        step: 0,
        previous: null,
        slots: [[{ id: means.newId(), personId: a.requesterId }]],
      },
    ]
  return [fact, opening(c.to, a.steps[c.to - 1]!.mode, beforeStep(a, c.to), means)]
}

/**
 * The act that stands completed before a step that is returned to: its signature still holds, so the chain of
 * completed steps has no gap.
 */
function beforeStep(a: Approval, step: number): number | null {
  let act: Act | undefined = a.acts[a.current!]
  while (act && act.step >= step) act = act.previous === null ? undefined : a.acts[act.previous]
  return act?.no ?? null
}

function resubmitting(a: Approval, c: Extract<Command, { kind: 'resubmit' }>, means: Means): Fact[] {
  const act = currentAct(a)
  if (act.step !== 0) throw refuse('not_returned', 'state')
  if (c.by !== a.requesterId) throw refuse('not_requester')
  const item = itemsOf(a, act).find((one) => one.state === 'waiting')!
  return [
    { kind: 'resubmitted', itemId: item.id, by: c.by, digest: c.digest, reason: c.reason },
    opening(1, a.steps[0]!.mode, null, means),
  ]
}

function withWhatFollows(a: Approval, fact: Fact, means: Means): Fact[] {
  const after = apply(a, fact)
  const act = currentAct(after)
  if (!actDone(after, act)) return [fact]
  const next = a.steps[act.step]
  return [fact, next ? opening(next.no, next.mode, act.no, means) : { kind: 'finished' }]
}

function waitingItem(a: Approval, itemId: string): Item {
  const act = currentAct(a)
  const item = a.items.find((one) => one.id === itemId)
  if (!item || item.act !== act.no || item.state !== 'waiting') throw refuse('not_waiting')
  return item
}

/** The item, if `by` may sign it: it waits, it is not the own request, and `by` has not signed this step already. */
function deciding(a: Approval, itemId: string, by: string): Item {
  const item = waitingItem(a, itemId)
  // what was returned waits for the requester to mend it, not for a decision
  if (item.step === 0) throw refuse('not_waiting')
  if (by === a.requesterId && !a.requesterMayDecide) throw refuse('own_request')
  // standing in for a colleague does not make one person two signatures
  if (itemsOf(a, currentAct(a)).some((one) => one.state === 'approved' && one.by === by))
    throw refuse('decided_already')
  return item
}

function maySign(a: Approval, personId: string): boolean {
  if (personId === a.requesterId && !a.requesterMayDecide) return false
  return !itemsOf(a, currentAct(a)).some(
    (one) => (one.personId === personId && (open(one) || one.state === 'approved')) || one.by === personId,
  )
}

function newcomer(a: Approval, personId: string): void {
  if (personId === a.requesterId && !a.requesterMayDecide) throw refuse('own_request', 'personId')
  if (!maySign(a, personId)) throw refuse('signs_already', 'personId')
}

/** The item whose approval `by` may take back: nothing has been decided on top of it. */
export function recallable(a: Approval, itemId: string, by: string): Item {
  const act = currentAct(a)
  const item = a.items.find((one) => one.id === itemId)
  if (!item || item.state !== 'approved' || item.by !== by || item.step === 0) throw refuse('not_recallable')
  const decided = (one: Item): boolean => one.state === 'approved'
  if (item.act === act.no) {
    const later = act.slots.filter((slot) => slot.awaits.includes(item.slot)).map((slot) => slot.id)
    if (itemsOf(a, act).some((one) => later.includes(one.slot) && decided(one)))
      throw refuse('not_recallable')
    return item
  }
  if (act.previous !== item.act || itemsOf(a, act).some(decided)) throw refuse('not_recallable')
  const own = a.acts[item.act]!
  const later = own.slots.filter((slot) => slot.awaits.includes(item.slot)).map((slot) => slot.id)
  if (itemsOf(a, own).some((one) => later.includes(one.slot) && decided(one))) throw refuse('not_recallable')
  return item
}

const nothing: Approval = {
  state: 'running',
  requesterId: '',
  requesterMayDecide: false,
  digest: '',
  steps: [],
  acts: [],
  current: null,
  items: [],
}

/** The approval that a history tells of. */
export function replay(facts: readonly Fact[]): Approval {
  return facts.reduce(apply, nothing)
}

/** The approval after one more fact; the given one stays as it is. */
export function apply(before: Approval, fact: Fact): Approval {
  const a = structuredClone(before)
  switch (fact.kind) {
    case 'started': {
      const { requesterId, requesterMayDecide, digest, steps } = fact
      return { ...a, requesterId, requesterMayDecide, digest, steps: structuredClone(steps) }
    }
    case 'opened':
      return opened(a, fact)
    case 'approved':
    case 'resubmitted':
      sign(a, fact)
      if (fact.kind === 'resubmitted') a.digest = fact.digest
      return a
    case 'rejected':
    case 'returned':
      settle(a, fact.itemId, fact.kind, fact.by, fact.reason)
      cancelOpen(a)
      return fact.kind === 'rejected' ? over(a, 'rejected') : a
    case 'recalled':
      return recalled(a, fact.itemId)
    case 'signer-added':
      return signerAdded(a, fact)
    case 'transferred': {
      const item = settle(a, fact.itemId, 'transferred', null, fact.reason)
      addItem(a, item, fact.to)
      return a
    }
    case 'escalated': {
      const item = a.items.find((one) => one.id === fact.itemId)!
      for (const to of fact.to) addItem(a, item, to)
      return a
    }
    case 'finished':
      return over(a, 'approved')
    case 'withdrawn':
      cancelOpen(a)
      return over(a, 'withdrawn')
    case 'voided':
      cancelOpen(a)
      return over(a, 'void')
    case 'reminded':
      return a
  }
}

function over(a: Approval, state: Approval['state']): Approval {
  a.state = state
  a.current = null
  return a
}

function cancelOpen(a: Approval): void {
  for (const item of a.items) if (open(item)) item.state = 'cancelled'
}

function settle(a: Approval, itemId: string, state: Item['state'], by: string | null, reason: string): Item {
  const item = a.items.find((one) => one.id === itemId)!
  Object.assign(item, { state, by, reason })
  return item
}

function addItem(a: Approval, beside: Pick<Item, 'act' | 'step' | 'slot'>, one: NewItem): void {
  const { act, step, slot } = beside
  a.items.push({ ...one, act, step, slot, state: 'waiting', by: null, reason: '' })
}

function opened(a: Approval, fact: Extract<Fact, { kind: 'opened' }>): Approval {
  const act: Act = {
    no: a.acts.length,
    step: fact.step,
    previous: fact.previous,
    slots: fact.slots.map((_, id) => ({ id, awaits: [] })),
  }
  a.acts.push(act)
  a.current = act.no
  fact.slots.forEach((items, slot) => {
    for (const one of items) addItem(a, { act: act.no, step: act.step, slot }, one)
  })
  return a
}

function sign(a: Approval, fact: { itemId: string; by: string; reason: string }): void {
  const item = settle(a, fact.itemId, 'approved', fact.by, fact.reason)
  for (const other of a.items)
    if (other.act === item.act && other.slot === item.slot && open(other)) other.state = 'skipped'
  holdAndRelease(a, a.acts[item.act]!)
}

/** Items of slots that await others are held, the rest of the open ones wait. */
function holdAndRelease(a: Approval, act: Act): void {
  for (const slot of act.slots) {
    const state = slot.awaits.every((id) => slotSigned(a, act, id)) ? 'waiting' : 'held'
    for (const item of a.items)
      if (item.act === act.no && item.slot === slot.id && open(item)) item.state = state
  }
}

function recalled(a: Approval, itemId: string): Approval {
  const item = a.items.find((one) => one.id === itemId)!
  if (a.current !== item.act) cancelOpen(a)
  a.current = item.act
  Object.assign(item, { state: 'waiting', by: null, reason: '' })
  for (const other of a.items)
    if (other.act === item.act && other.slot === item.slot && other.state === 'skipped')
      other.state = 'waiting'
  holdAndRelease(a, a.acts[item.act]!)
  return a
}

function signerAdded(a: Approval, fact: Extract<Fact, { kind: 'signer-added' }>): Approval {
  const item = a.items.find((one) => one.id === fact.itemId)!
  const act = a.acts[item.act]!
  const slot = { id: act.slots.length, awaits: fact.place === 'after' ? [item.slot] : [] }
  act.slots.push(slot)
  if (fact.place === 'before') act.slots[item.slot]!.awaits.push(slot.id)
  addItem(a, { act: act.no, step: act.step, slot: slot.id }, fact.signer)
  holdAndRelease(a, act)
  return a
}
