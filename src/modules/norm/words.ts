/** The words of norms, in the order people read them. Shared by rules, contract and browser. */
export const statuses = [
  'conforms',
  'partly',
  'fails',
  'error',
  'no-case',
  'not-measurable',
  'not-applicable',
] as const
export type Status = (typeof statuses)[number]

/** What decided about a clause, or why nothing can be said. */
export const sources = [
  'rules',
  'proof',
  'both',
  'exemption',
  'expired',
  'unproved',
  'no-module',
  'nothing-asked',
] as const
export type Source = (typeof sources)[number]

export const kinds = ['regulation', 'standard', 'guideline', 'plan'] as const
export const types = [
  'principle',
  'role',
  'process',
  'control',
  'prohibition',
  'record',
  'metric',
  'plan',
  'periodic',
  'sla',
] as const
export const proofKinds = ['document', 'statement', 'link'] as const
export const verdicts = ['conforms', 'partly'] as const
export const proofStates = ['waiting', 'accepted', 'refused', 'withdrawn'] as const
export const exemptionStates = ['waiting', 'approved', 'refused', 'ended'] as const
export const taskStates = ['open', 'done', 'verified', 'cancelled'] as const
export const reasons = ['nightly', 'demand', 'event', 'decision'] as const

/** What is a gap: not met, or nobody knows. */
export const gaps: readonly Status[] = ['fails', 'partly', 'error']
