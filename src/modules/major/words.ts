/** What an entry of the bridge log is. */
export const logKinds = ['finding', 'decision', 'action', 'communication'] as const
export type LogKind = (typeof logKinds)[number]

/** Roles that can be told at once. */
export const calledRoles = ['desk', 'engineer', 'vendor-engineer', 'duty-leader', 'manager'] as const

export const abilities = [
  'log',
  'join',
  'leave',
  'bring',
  'call',
  'lead',
  'publish',
  'withdraw',
  'write-review',
  'submit-review',
  'confirm-review',
  'return-review',
] as const
export type Ability = (typeof abilities)[number]
