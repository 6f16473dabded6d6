/** Pure rules of changes: states, gates, risk, conflicts. No I/O, no clock. */
import { AppError } from '#kernel/errors/index.ts'
import type { EvidenceKind, FlowKey, Gate, Kind, Level, Move, Outcome, Risk, State } from './words.ts'

const beforeWork: readonly State[] = ['draft', 'assessing', 'awaiting', 'returned', 'scheduled']

/** From which states a move is legal. */
const from: Record<Move | Outcome | 'edit', readonly State[]> = {
  edit: ['draft', 'assessing', 'awaiting', 'returned', 'scheduled'],
  submit: ['draft', 'returned'],
  assess: ['assessing'],
  'send-back': ['assessing'],
  start: ['scheduled'],
  implement: ['in-progress'],
  fail: ['in-progress'],
  'back-out': ['failed'],
  close: ['implemented', 'backed-out'],
  cancel: beforeWork,
  approved: ['awaiting'],
  returned: ['awaiting'],
  rejected: ['awaiting', 'returned'],
  resubmitted: ['returned'],
  voided: ['assessing', 'awaiting', 'returned', 'scheduled'],
}

const to: Record<Exclude<Move | Outcome, 'submit' | 'assess'>, State> = {
  'send-back': 'draft',
  start: 'in-progress',
  implement: 'implemented',
  fail: 'failed',
  'back-out': 'backed-out',
  close: 'closed',
  cancel: 'cancelled',
  approved: 'scheduled',
  returned: 'returned',
  rejected: 'rejected',
  resubmitted: 'awaiting',
  voided: 'draft',
}

export function isLegal(state: State, what: Move | Outcome | 'edit'): boolean {
  return from[what].includes(state)
}

/** What decides where handing in leads: normal changes are assessed first; without steps nobody has to sign. */
export interface Route {
  kind: Kind
  /** the flow of this kind and risk has steps */
  signed: boolean
  /** a returned change whose flow is still the one it was: it goes on where it stood */
  again?: boolean
}

/**
 * The state a move leads to.
 * @throws change.illegal_move (409), naming move and state
 */
export function nextState(state: State, what: Move | Outcome, route: Route): State {
  if (!isLegal(state, what))
    throw new AppError('change.illegal_move', { status: 409, params: { move: what, state }, field: 'state' })
  if (what === 'submit') {
    if (route.kind === 'normal' && !route.again) return 'assessing'
    return route.signed ? 'awaiting' : 'scheduled'
  }
  if (what === 'assess') return route.signed ? 'awaiting' : 'scheduled'
  return to[what]
}

/** Not ended: what lists of open work show. */
export function isOpen(state: State): boolean {
  return state !== 'closed' && state !== 'rejected' && state !== 'cancelled'
}

/** Its window counts: others collide with it. A draft is nobody's plan yet. */
export function holdsWindow(state: State): boolean {
  return isOpen(state) && state !== 'draft' && state !== 'implemented' && state !== 'backed-out'
}

/** Its services are being worked on: their alerts may be its doing. A failed one is being backed out. */
export function isUnderWay(state: State): boolean {
  return state === 'in-progress' || state === 'failed'
}

const ranks: Record<Level, number> = { high: 3, medium: 2, low: 1 }

/** The matrix impact × likelihood: high beside at least medium is high, two thirds of that medium, the rest low. */
export function riskOf(impact: Level, likelihood: Level): Risk {
  const sum = ranks[impact] + ranks[likelihood]
  return sum >= 5 ? 'high' : sum === 4 ? 'medium' : 'low'
}

/** The flow of approval for a kind and risk. */
export function flowOf(kind: Kind, risk: Risk): FlowKey {
  return kind === 'normal' ? `normal-${risk}` : kind
}

export interface Span {
  startsAt: Date
  endsAt: Date
}

/** Windows are half open: one that begins when another ends does not overlap it. */
export function overlaps(a: Span, b: Span): boolean {
  return a.startsAt < b.endsAt && b.startsAt < a.endsAt
}

export interface Planned extends Span {
  serviceIds: readonly string[]
  personIds: readonly string[]
}

/** Hours between two changes of one service below which the later one builds on what the earlier may take back. */
const nearHours = 24

/** Why two changes get in each other's way: one service at or about the same time, or the same people at once. */
export function conflictsOf(a: Planned, b: Planned): ('service' | 'people')[] {
  const near = nearHours * 3_600_000
  const wide = {
    startsAt: new Date(a.startsAt.getTime() - near),
    endsAt: new Date(a.endsAt.getTime() + near),
  }
  const out: ('service' | 'people')[] = []
  if (overlaps(wide, b) && a.serviceIds.some((id) => b.serviceIds.includes(id))) out.push('service')
  if (overlaps(a, b) && a.personIds.some((id) => b.personIds.includes(id))) out.push('people')
  return out
}

/** What the gates ask about a change. */
export interface Facts {
  kind: Kind
  /** longest window of its template, in minutes; null without a template */
  minutes: number | null
  reason: string
  services: number
  risk: Risk | null
  impact: string
  plan: string
  backOut: string
  testProof: string
  window: Span | null
  now: Date
  implementer: string | null
  second: string | null
  /** conflicts that nobody has acknowledged */
  openConflicts: number
  /** freezes over the window for which it has no exception */
  openFreezes: number
  /** exactly this content was let through */
  approved: boolean
  /** who signed; for a standard change who approved its template. Null: the flow asks for nobody */
  approvers: readonly string[] | null
  leaveOutside: boolean
  editsConfig: boolean
  files: readonly { copied: boolean }[]
  evidence: readonly EvidenceKind[]
  openTasks: number
  confirmed: boolean
  ratified: 'waiting' | 'done' | 'refused' | null
}

const filled = (text: string): boolean => text.trim().length > 0
type Test = [gate: Gate, isMissing: (f: Facts) => boolean]

const twoPersons: Test[] = [
  ['implementer', (f) => f.implementer === null],
  ['second', (f) => f.second === null],
  ['two-persons', (f) => f.implementer !== null && f.implementer === f.second],
]
const calm: Test[] = [
  ['conflicts', (f) => f.openConflicts > 0],
  // in a freeze only what cannot wait
  ['freeze', (f) => f.kind !== 'emergency' && f.openFreezes > 0],
]

const toSubmit: Test[] = [
  ['reason', (f) => !filled(f.reason)],
  ['services', (f) => f.services === 0],
  ['risk', (f) => f.risk === null],
  ['impact', (f) => !filled(f.impact)],
  ['plan', (f) => !filled(f.plan)],
  ['back-out', (f) => !filled(f.backOut)],
  // what cannot wait may go untested; whoever lets it begin knows
  ['test-proof', (f) => f.kind !== 'emergency' && !filled(f.testProof)],
  ['window', (f) => f.window === null || f.window.endsAt <= f.now],
  ['window-length', (f) => f.window !== null && f.minutes !== null && lengthOf(f.window) > f.minutes],
  ...twoPersons,
  ...calm,
]

/**
 * Before anything is touched. Sources: configuration is copied before it is edited, and approved by the leader before
 * (ops-rules 四、3、3>); commands are verified and their consequences known (ops-rules 四、3、2>).
 */
const toStart: Test[] = [
  ['approval', (f) => !f.approved],
  ['other-approver', (f) => f.approvers !== null && !f.approvers.some((id) => isOther(f, id))],
  ...twoPersons,
  ['inside-window', (f) => !f.leaveOutside && !(f.window && within(f.now, f.window))],
  ['backup', (f) => !f.evidence.includes('backup')],
  ['state-before', (f) => !f.evidence.includes('state-before')],
  ['files-listed', (f) => f.editsConfig && f.files.length === 0],
  ['files-copied', (f) => f.files.some((file) => !file.copied)],
  ...calm,
]

const toFinish: Test[] = [
  ['tasks', (f) => f.openTasks > 0],
  ['state-after', (f) => !f.evidence.includes('state-after')],
  ['confirmation', (f) => !f.confirmed],
]

/** An emergency change is closed when those who could not be asked before have said what they think of it. */
const toClose: Test[] = [['ratified', (f) => f.kind === 'emergency' && f.ratified === 'waiting']]

const lengthOf = (span: Span): number => (span.endsAt.getTime() - span.startsAt.getTime()) / 60_000
const within = (now: Date, span: Span): boolean => now >= span.startsAt && now < span.endsAt
/** Somebody who neither does it nor stands beside who does it. */
const isOther = (f: Facts, id: string): boolean => id !== f.implementer && id !== f.second

const tests: Record<'submit' | 'start' | 'finish' | 'back-out' | 'close', Test[]> = {
  submit: toSubmit,
  start: toStart,
  finish: toFinish,
  // what was taken back leaves tasks undone
  'back-out': toFinish.filter(([gate]) => gate !== 'tasks'),
  close: toClose,
}

/** What is missing before a change may go on, in the order people read it; empty: nothing. */
export function missing(facts: Facts, before: keyof typeof tests): Gate[] {
  return tests[before].filter(([, isMissing]) => isMissing(facts)).map(([gate]) => gate)
}
