export const kinds = ['complaint', 'suggestion', 'praise'] as const
export type Kind = (typeof kinds)[number]
export const channels = ['portal', 'phone', 'mail', 'letter', 'visit', 'anonymous'] as const
/** Those by which the desk takes something down for somebody else. */
export const deskChannels = ['phone', 'mail', 'letter', 'visit'] as const
export const abouts = ['service', 'ticket', 'vendor', 'org', 'person', 'other'] as const
export type About = (typeof abouts)[number]
export const states = ['received', 'accepted', 'handling', 'answered', 'confirmed', 'withdrawn'] as const
export type State = (typeof states)[number]

export const moves = [
  'accept',
  'assign',
  'answer',
  'call-back',
  'supervise',
  'confirm',
  'reopen',
  'withdraw',
] as const
export type Move = (typeof moves)[number]
/** What the complainant does. */
export const replies = ['confirm', 'reopen', 'withdraw'] as const
export type Reply = (typeof replies)[number]
/** What a call-back on the answer hears. */
export const verdicts = ['satisfied', 'unsatisfied', 'unreached'] as const
export type Verdict = (typeof verdicts)[number]

const running = ['received', 'accepted', 'handling'] as const

const from: Record<Move, readonly State[]> = {
  accept: ['received'],
  assign: ['accepted', 'handling'],
  answer: ['handling'],
  'call-back': ['answered'],
  supervise: running,
  confirm: ['answered'],
  // whoever has confirmed may find later that it was not so
  reopen: ['answered', 'confirmed'],
  withdraw: [...running, 'answered'],
}
/** Whether a move is possible in a state. */
export const may = (move: Move, state: State): boolean => from[move].includes(state)

/** Where a move leads; a verdict decides where a call-back does. Supervising leaves it where it is. */
export function after(move: Move, state: State, verdict?: Verdict): State {
  switch (move) {
    case 'accept':
      return 'accepted'
    case 'assign':
      return 'handling'
    case 'answer':
      return 'answered'
    case 'confirm':
      return 'confirmed'
    case 'reopen':
      return 'handling'
    case 'withdraw':
      return 'withdrawn'
    case 'supervise':
      return state
    case 'call-back':
      return verdict === 'satisfied' ? 'confirmed' : verdict === 'unsatisfied' ? 'handling' : 'answered'
  }
}

export const isOver = (state: State): boolean => state === 'confirmed' || state === 'withdrawn'
/** Whether the unit owes an answer. */
export const owesAnswer = (state: State): boolean => running.some((one) => one === state)
