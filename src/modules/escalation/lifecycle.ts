/** Whom a step tells. `leader`: the leading cadre 带班领导 of the running shift; `team`: who leads the duty team. */
export const targets = [
  'on-duty',
  'next-on-duty',
  'leader',
  'team-leader',
  'org-leader',
  'manager',
  'group',
  'person',
] as const
export type Target = (typeof targets)[number]
export const channelKinds = ['webhook', 'im', 'sms', 'voice'] as const
export type ChannelKind = (typeof channelKinds)[number]
export const runStates = ['open', 'received', 'ended'] as const
export type RunState = (typeof runStates)[number]

/** One step of a policy. */
export interface Step {
  /** minutes after the run began, of the policy's calendar or of the clock */
  after: number
  to: Target[]
  personIds: string[]
  groupIds: string[]
  /** page and mail, as each person prefers */
  notice: boolean
  channelIds: string[]
  /** minutes between two turns; 0: told once */
  every: number
  /** how often it is told again at most */
  times: number
}

/** Most attempts of one delivery. */
export const mostAttempts = 6

/** Seconds until the next attempt after `attempts` that failed: 15 s, 30 s, 1 min, … up to 10 minutes. */
export const backoff = (attempts: number): number => Math.min(600, 15 * 2 ** Math.max(0, attempts - 1))

export interface Fits {
  active: boolean
  orgPath: string
  serviceId: string | null
  priorities: readonly number[]
  grades: readonly string[]
  position: number
}
export interface Subject {
  orgPath: string
  serviceId: string | null
  priority: number
  grade: string
}

/** The policy of an incident: of those that fit the one with the smallest position; then of its service; then of the nearest org. */
export function choosePolicy<P extends Fits>(policies: readonly P[], of: Subject): P | undefined {
  const fits = policies.filter(
    (one) =>
      one.active &&
      of.orgPath.startsWith(one.orgPath) &&
      (one.serviceId === null || one.serviceId === of.serviceId) &&
      (one.priorities.length === 0 || one.priorities.includes(of.priority)) &&
      (one.grades.length === 0 || one.grades.includes(of.grade)),
  )
  const by = (a: P, b: P) =>
    a.position - b.position ||
    Number(b.serviceId !== null) - Number(a.serviceId !== null) ||
    b.orgPath.length - a.orgPath.length
  return [...fits].sort(by)[0]
}

/** What comes of the turn of a step that has just come: turn 0 is the first. */
export type Turn =
  | { outcome: 'nobody'; next: number | null }
  | { outcome: 'told'; again: { turn: number; minutes: number } | null }

/**
 * Nobody to be told at the first turn: the next step is taken at once. Otherwise the step is told, and told again as
 * often as it says; a later turn at which nobody is left changes nothing of the next steps, which have their own time.
 */
export function planTurn(steps: readonly Step[], at: number, turn: number, people: number): Turn {
  if (people === 0 && turn === 0) return { outcome: 'nobody', next: at + 1 < steps.length ? at + 1 : null }
  const { every, times } = steps[at]!
  return {
    outcome: 'told',
    again: every > 0 && turn < times ? { turn: turn + 1, minutes: every } : null,
  }
}

/** Why a run ends by what became of its incident; null: it goes on. */
export function endOf(
  incident: { open: boolean; takenUp: boolean },
  receiptWanted: boolean,
): 'over' | 'taken-up' | null {
  if (!incident.open) return 'over'
  return incident.takenUp && !receiptWanted ? 'taken-up' : null
}

/** What templates of channels know. */
export const variables = [
  'number',
  'title',
  'priority',
  'grade',
  'service',
  'org',
  'policy',
  'step',
  'turn',
  'person',
  'phone',
  'login',
  'text',
  'link',
  'time',
  'secret',
] as const
export type Values = Partial<Record<(typeof variables)[number], string>>

export type Place = 'url' | 'header' | 'json' | 'text'
const escapes: Record<Place, (value: string) => string> = {
  url: encodeURIComponent,
  // a value cannot begin another header
  header: (value) => value.replace(/[\u0000-\u001f\u007f]+/g, ' '),
  json: (value) => JSON.stringify(value).slice(1, -1),
  text: (value) => value,
}

/** Puts values into a template, each as the place where it stands needs it; unknown names become empty. */
export function fillTemplate(template: string, values: Values, place: Place): string {
  return template.replace(/\{\{\s*(\w+)\s*\}\}/g, (_all, name: string) =>
    escapes[place](values[name as keyof Values] ?? ''),
  )
}

/** Names in a template that are no variables. */
export function strangeNames(template: string): string[] {
  const names = [...template.matchAll(/\{\{\s*(.*?)\s*\}\}/g)].map((match) => match[1]!)
  return names.filter((name) => !(variables as readonly string[]).includes(name))
}
