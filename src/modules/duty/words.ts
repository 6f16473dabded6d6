/** Kinds of day, by the working calendar: working (make-up days 调休 included), weekly rest, statutory holiday. */
export const dayKinds = ['work', 'rest', 'holiday'] as const
export type DayKind = (typeof dayKinds)[number]

/** Who somebody is on a shift: on duty 值班, leading cadre 带班领导, deputy 备班. */
export const dutyRoles = ['duty', 'leader', 'deputy'] as const
export type DutyRole = (typeof dutyRoles)[number]

/** What is handed on from one to the next: a shift, a day with all its shifts, a week, or a pattern of days for each person. */
export const turnUnits = ['shift', 'day', 'week', 'pattern'] as const
export type TurnUnit = (typeof turnUnits)[number]

export const rosterStates = ['draft', 'published'] as const
export const swapStates = ['asked', 'agreed', 'approved', 'declined', 'refused', 'withdrawn', 'void'] as const
export type SwapState = (typeof swapStates)[number]
export const absenceKinds = ['leave', 'sick', 'travel', 'training', 'other'] as const
/** Where somebody's name on a shift comes from; only `rotation` is made anew. */
export const sources = ['rotation', 'hand', 'swap', 'import'] as const
export type Source = (typeof sources)[number]
/** What is wrong with a roster. */
export const issueKinds = ['gap', 'unfilled', 'double', 'absent', 'rest', 'calendar'] as const

/** How much a guarantee period 重保 asks for, the most first. */
export const levels = ['special', 'first', 'second', 'third'] as const
