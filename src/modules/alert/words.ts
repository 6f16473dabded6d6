/** The words of alerts. Shared by rules, contract and browser. */
export const severities = ['critical', 'warning', 'unknown', 'info', 'none'] as const
export type Severity = (typeof severities)[number]

export const statuses = ['firing', 'resolved'] as const
export type Status = (typeof statuses)[number]

/**
 * What is to be said of an alert, derived by the database from what it does and what keeps it quiet. `waiting`: a rule
 * waits before it decides; `suppressed`: another alert or a rule keeps it quiet; `silenced`: people or their work do.
 */
export const states = [
  'firing',
  'acknowledged',
  'waiting',
  'flapping',
  'suppressed',
  'silenced',
  'resolved',
] as const
export type State = (typeof states)[number]

/** What was decided when an alert began to fire. */
export const outcomes = [
  // it came to an incident: a new one, an open one, one that was taken up again
  'opened',
  'joined',
  'reopened',
  // people ended its incident a moment ago, and it is merely repeated
  'ended-lately',
  // its severity opens nothing
  'low',
  // a rule wants it attached, and nothing is open
  'unattached',
  // a rule leaves it to people, and opens an incident when nobody acknowledges it in time
  'awaiting',
  'dropped',
  'delayed',
  'inhibited',
  // a silence, a maintenance window, a change
  'quiet',
  'flapping',
] as const
export type Outcome = (typeof outcomes)[number]

export const eventKinds = [
  'began',
  'ended',
  'flapping',
  'recovered-by-rule',
  'silenced',
  'acknowledged',
  'ack-ended',
  'ack-expired',
  'unanswered',
  'commented',
  'assigned',
  'linked',
  'closed',
] as const
export type EventKind = (typeof eventKinds)[number]

export const groupings = ['service', 'ci', 'name'] as const
export type Grouping = (typeof groupings)[number]

export const formats = ['alertmanager', 'generic'] as const
/** What became of a POST: set aside with a reason, still to be processed, processed. */
export const intakeStates = ['failed', 'waiting', 'done'] as const
export type IntakeState = (typeof intakeStates)[number]

export type Format = (typeof formats)[number]
