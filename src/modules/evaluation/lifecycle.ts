/** States of an evaluation. Pure. */
export const states = [
  'draft',
  'scoring',
  'computed',
  'announced',
  'approving',
  'approved',
  'published',
  'cancelled',
] as const
export type State = (typeof states)[number]

/** States from which on the evaluated party sees the evaluation. */
export const toldStates = [
  'announced',
  'approving',
  'approved',
  'published',
] as const satisfies readonly State[]

const ways = {
  start: { from: ['draft'], to: 'scoring' },
  compute: { from: ['scoring', 'computed'], to: 'computed' },
  back: { from: ['computed', 'announced'], to: 'scoring' },
  announce: { from: ['computed'], to: 'announced' },
  submit: { from: ['announced'], to: 'approving' },
  publish: { from: ['approved'], to: 'published' },
  cancel: { from: ['draft', 'scoring', 'computed', 'announced'], to: 'cancelled' },
} as const satisfies Record<string, { from: readonly State[]; to: State }>
export type Way = keyof typeof ways

/** Where a move leads from a state; null: it is not open. */
export function leadsTo(way: Way, from: State): State | null {
  return (ways[way].from as readonly State[]).includes(from) ? ways[way].to : null
}

/** What the forms of an evaluation wait for when scores are to be computed. */
export function formsHinder(
  forms: readonly { state: string }[],
  due: Date | null,
  now: Date,
): { open: number } | null {
  const open = forms.filter((one) => one.state === 'open').length
  return open > 0 && due !== null && now < due ? { open } : null
}

/** Why an announced result cannot be handed in for approval yet; null: it can. */
export function handInHinder(at: {
  objectionDue: Date | null
  acceptedAt: Date | null
  openObjections: number
  now: Date
}): 'objection_open' | 'objection_time' | null {
  if (at.openObjections > 0) return 'objection_open'
  if (at.acceptedAt === null && at.objectionDue !== null && at.now < at.objectionDue) return 'objection_time'
  return null
}
