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
