/** Closed lists of problems, for the contract and the rules. */
export const states = [
  'new',
  'investigating',
  'known-error',
  'fix-planned',
  'resolved',
  'closed',
  'cancelled',
] as const
export type State = (typeof states)[number]

export const moves = [
  'investigate',
  'publish',
  'retire',
  'plan-fix',
  'resolve',
  'reopen',
  'close',
  'cancel',
] as const
export type Move = (typeof moves)[number]

export const sources = ['desk', 'incident', 'trend'] as const
export type Source = (typeof sources)[number]

/** What kind of cause it was. */
export const causeCategories = [
  'software',
  'hardware',
  'configuration',
  'capacity',
  'network',
  'environment',
  'change',
  'operation',
  'vendor',
  'process',
  'other',
] as const
export type CauseCategory = (typeof causeCategories)[number]

export const methods = ['five-whys', 'fishbone', 'timeline', 'free'] as const
export type Method = (typeof methods)[number]

/** The six bones 人机料法环测. */
export const bones = ['people', 'machine', 'material', 'method', 'environment', 'measurement'] as const
export type Bone = (typeof bones)[number]
