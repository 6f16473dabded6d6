/** The words of rules about alerts. Shared by rules, contract and browser. */
export const ops = ['=', '!=', '=~', '!~'] as const
export type Op = (typeof ops)[number]

/** In the order in which they work. */
export const kinds = ['enrich', 'inhibit', 'decide', 'recover'] as const
export type Kind = (typeof kinds)[number]

/** What a rule of the kind `decide` does with an alert that begins to fire. */
export const outcomes = ['open', 'attach', 'drop', 'delay'] as const

/** Hours in which people are waited for: round the clock, or those of the alert's service (else the unit's). */
export const answerHours = ['always', 'service'] as const

export const silenceStates = ['active', 'coming', 'over'] as const
export type SilenceState = (typeof silenceStates)[number]

export const schedules = ['once', 'weekly', 'monthly'] as const
/** Which days of the unit's calendar count. */
export const dayKinds = ['any', 'working', 'rest'] as const
