/** Rules of a comparison; pure. */

export const states = ['reading', 'refused', 'interrupted', 'open', 'signing', 'signed', 'cancelled'] as const
export type State = (typeof states)[number]

export const kinds = ['same', 'differs', 'only-here', 'only-there'] as const
export type Kind = (typeof kinds)[number]

/** What people decide; `corrected` is found out by comparing again. */
export const decisions = ['take', 'keep', 'create', 'explain'] as const
export type Decision = (typeof decisions)[number]
export type Outcome = Decision | 'corrected'

export const departments = ['asset', 'finance'] as const
export type Department = (typeof departments)[number]

/** Columns whose truth is the finance department's; the others are the asset keepers'. */
export const financial: readonly string[] = ['card', 'value', 'acquisition', 'funds', 'acquiredOn', 'voucher']

/** The row as a whole is open: it is on one side only. */
export const WHOLE = '*'

/** Whose decision a field is; a row as a whole is anybody's of the two. */
export function ownersOf(field: string): readonly Department[] {
  if (field === WHOLE) return departments
  return financial.includes(field) ? ['finance'] : ['asset']
}

/** Departments of which a decision is still wanted. */
export function waitsFor(open: readonly string[]): Department[] {
  return departments.filter((one) => open.some((field) => ownersOf(field).includes(one)))
}

/** Open fields on which one of these departments may decide. */
export function openFor(open: readonly string[], mine: readonly Department[]): string[] {
  return open.filter((field) => ownersOf(field).some((owner) => mine.includes(owner)))
}

/** What members of these departments can decide about a row. */
export function actsOn(
  row: { kind: Kind; open: readonly string[] },
  mine: readonly Department[],
): Decision[] {
  const fields = openFor(row.open, mine)
  if (fields.length === 0) return []
  const whole = fields.includes(WHOLE)
  return [
    // only what both sides know can be taken, and only by those who own it
    ...(!whole && mine.includes('finance') && fields.some((field) => financial.includes(field))
      ? (['take'] as const)
      : []),
    ...(whole && row.kind === 'only-there' && mine.includes('asset') ? (['create'] as const) : []),
    'keep',
    'explain',
  ]
}

/** Fields that a decision settles. */
export function settledBy(
  decision: Decision,
  open: readonly string[],
  mine: readonly Department[],
): string[] {
  const fields = openFor(open, mine)
  return decision === 'take' ? fields.filter((field) => financial.includes(field)) : fields
}
