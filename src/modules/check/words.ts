/** The fixed words of checks. Pure; shared with the browser. */
import { kindNames, type Kind } from '#modules/probe/kind-contract.ts'

/** What a single result says. */
export const resultStates = ['ok', 'warning', 'critical', 'unknown'] as const
export type ResultState = (typeof resultStates)[number]

/** How a check stands: what its results say once it is certain, or why nothing is said. */
export const checkStates = ['pending', ...resultStates, 'unreachable', 'paused'] as const
export type CheckState = (typeof checkStates)[number]

/** Kinds that are asked (see the probe room), and those that are told. */
export const activeKinds = kindNames
export type ActiveKind = Kind
export const passiveKinds = ['heartbeat', 'manual'] as const
export type CheckKind = ActiveKind | (typeof passiveKinds)[number]
export const checkKinds: [CheckKind, ...CheckKind[]] = [...kindNames, ...passiveKinds]

export const isPassive = (kind: string): boolean => (passiveKinds as readonly string[]).includes(kind)

/** Which detail history has: as measured, of five minutes, of an hour. */
export const historyLevels = ['raw', 'fine', 'hourly'] as const
export type HistoryLevel = (typeof historyLevels)[number]

/** The series that every asked check has: milliseconds until the answer. */
export const timeSeries = 'ms'

/** Codes of results that this room makes itself; all others are of the probe room. */
export const ownCodes = [
  'beat',
  'reading',
  'silent',
  'overdue',
  'paused',
  'disabled',
  'resumed',
  'probe_silent',
  'probe_back',
  'no_probe',
] as const
/** Key of the text that says what a result means, to be filled with its params. */
export function outcomeKey(code: string): string {
  return (ownCodes as readonly string[]).includes(code) ? `check:outcome.${code}` : `probe:outcome.${code}`
}
