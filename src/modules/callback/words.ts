/** How a call-back stands. `unreached`: given up after attempts in vain. */
export const callbackStates = ['open', 'reached', 'unreached', 'cancelled'] as const
export type CallbackState = (typeof callbackStates)[number]

/** What a person who was reached said of the matter. */
export const verdicts = ['solved', 'unsolved', 'informed', 'other'] as const
export type Verdict = (typeof verdicts)[number]

/** What a step of its history is; `missed` goes on at another time, `unreached` does not. */
export const stepKinds = ['moved', 'missed', 'unreached', 'reached', 'cancelled'] as const
export type StepKind = (typeof stepKinds)[number]

/** What the timeline of a ticket tells of a call-back, in `data.callback` of an entry of the kind `callback`. */
export interface CallbackStory {
  what: StepKind | 'scheduled'
  contact: string
  /** ISO 8601: when it is to be called, where it goes on */
  at?: string
  verdict?: Verdict
}
