export const kinds = ['month', 'quarter', 'year'] as const
export type Kind = (typeof kinds)[number]

/** draft: written; submitted: waits for its approval; approved: as it is for good; sent; archived */
export const states = ['draft', 'submitted', 'approved', 'sent', 'archived'] as const
export type State = (typeof states)[number]

// prettier-ignore
/** What a section can be about. `text` is written by hand alone and may come several times. */
export const sectionKeys = [
  'summary', 'load', 'sla', 'availability', 'faults', 'assets', 'changes', 'rounds', 'satisfaction', 'vendors',
  'norms', 'plan', 'text',
] as const
export type SectionKey = (typeof sectionKeys)[number]

export const abilities = ['edit', 'measure', 'submit', 'delete', 'send', 'archive', 'confirm'] as const
export type Ability = (typeof abilities)[number]

/** unknown: no room counts it; failed: counting it failed; empty: no case in the period */
export const figureStates = ['known', 'empty', 'unknown', 'failed'] as const
export type FigureState = (typeof figureStates)[number]

/** The order in which a template begins. */
export const usual: readonly SectionKey[] = sectionKeys.filter((key) => key !== 'text')
