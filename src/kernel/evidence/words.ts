/** How a clause or a rule stands. `no-case`: nothing happened in the period that the rule could judge. */
export const statuses = [
  'conforms',
  'partly',
  'fails',
  'not-applicable',
  'no-case',
  'not-measurable',
  'error',
] as const
export type Status = (typeof statuses)[number]
