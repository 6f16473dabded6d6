/** Kinds of tickets that people are asked about. */
export const surveyKinds = ['incident', 'request'] as const
export type SurveyKind = (typeof surveyKinds)[number]

/** 非常满意 满意 基本满意 不满意 非常不满意, best first. */
export const answers = [
  'very-satisfied',
  'satisfied',
  'fairly-satisfied',
  'unsatisfied',
  'very-unsatisfied',
] as const
export type Answer = (typeof answers)[number]

/** What was good or bad about it; the remark says the rest. */
export const reasons = [
  'response-time',
  'restore-time',
  'result',
  'attitude',
  'communication',
  'repeated',
  'other',
] as const
export type Reason = (typeof reasons)[number]

/** asked → answered, or expired (nobody answered in time; never counted as satisfied), or cancelled (reopened). */
export const surveyStates = ['asked', 'answered', 'expired', 'cancelled'] as const
export type SurveyState = (typeof surveyStates)[number]

/** The last two: somebody calls. */
export function isUnhappy(answer: Answer): boolean {
  return answer === 'unsatisfied' || answer === 'very-unsatisfied'
}

/** Working days in which what somebody was unhappy with is put right (北京市办法第九条). */
export const rectifyWithinDays = 15
/** open → remedied → done; back to open when the second call hears that it is not right. */
export const rectificationStates = ['open', 'remedied', 'done'] as const
export type RectificationState = (typeof rectificationStates)[number]
/** What the second call hears. */
export const verdicts = ['right', 'not-yet', 'unreached'] as const
export type Verdict = (typeof verdicts)[number]
export const rectificationKinds = [
  'opened',
  'assigned',
  'remedied',
  'verified',
  'returned',
  'unreached',
  'chased',
] as const
export type RectificationKind = (typeof rectificationKinds)[number]
export type RectificationMove = 'assign' | 'remedy' | 'verify'

const from: Record<RectificationMove, readonly RectificationState[]> = {
  assign: ['open', 'remedied'],
  remedy: ['open'],
  verify: ['remedied'],
}
export const mayRectify = (move: RectificationMove, state: RectificationState): boolean =>
  from[move].includes(state)

/** Where a verdict leads: nobody reached changes nothing. */
export const afterVerdict: Record<Verdict, RectificationState> = {
  right: 'done',
  'not-yet': 'open',
  unreached: 'remedied',
}
