/** The words of incidents, in the order people read them. Shared by rules, contract and browser. */
export const states = [
  'new',
  'assigned',
  'in-progress',
  'pending',
  'resolved',
  'closed',
  'cancelled',
] as const
export type State = (typeof states)[number]

export const moves = [
  'assign',
  'take',
  'start',
  'hold',
  'resume',
  'request-onsite',
  'arrive',
  'resolve',
  'reopen',
  'close',
  'cancel',
  'escalate',
  'return',
] as const
export type Move = (typeof moves)[number]

export const levels = ['high', 'medium', 'low'] as const
export type Level = (typeof levels)[number]

/** 故障等级: 重大 严重 一般 轻微 */
export const grades = ['major', 'serious', 'general', 'minor'] as const
export type Grade = (typeof grades)[number]

export const types = ['fault', 'request', 'consultation'] as const
export type IncidentType = (typeof types)[number]

export const channels = [
  'portal',
  'phone',
  'mail',
  'im',
  'visit',
  'inspection',
  'supervision',
  'api',
  'alert',
  'import',
] as const
export type Channel = (typeof channels)[number]

/** Why work waits. `duplicate`: the ticket it repeats is worked on instead. */
export const holdReasons = ['requester', 'vendor', 'approval', 'observation'] as const
export type HoldReason = (typeof holdReasons)[number] | 'duplicate'

/** The six fixed queues of the service desk. */
export const queues = ['mine', 'group', 'unassigned', 'due-soon', 'pending', 'resolved'] as const
export type Queue = (typeof queues)[number]

export const resolutionCodes = [
  'fixed',
  'workaround',
  'configuration',
  'restart',
  'replaced',
  'vendor',
  'answered',
  'self-recovered',
  'not-reproducible',
  'not-a-fault',
] as const

/** How a clock stands or ended: met, stopped too late, past its due time and still open, in time and still open. */
export const clockResults = ['met', 'breached', 'overdue', 'running', 'paused'] as const
export type ClockResult = (typeof clockResults)[number]
