/** Kinds of plans: machine room, servers, network, security, by a vendor, other. */
export const planKinds = ['room', 'server', 'network', 'security', 'vendor', 'other'] as const
export const states = ['due', 'underway', 'missed', 'done', 'skipped'] as const
export type State = (typeof states)[number]
export const itemKinds = ['number', 'choice', 'yes-no', 'text'] as const
export type ItemKind = (typeof itemKinds)[number]
export const photoRules = ['never', 'abnormal', 'always'] as const
/** What an abnormal reading asks for: a word on the spot, an incident, a rectification notice. */
export const consequences = ['note', 'incident', 'notice'] as const
export const entryResults = ['normal', 'abnormal', 'skipped'] as const
export type EntryResult = (typeof entryResults)[number]
export const moves = ['start', 'record', 'finish', 'skip'] as const
export type Move = (typeof moves)[number]

const from: Record<Move, readonly State[]> = {
  // what was missed can still be done: it stays counted as missed in time
  start: ['due', 'missed'],
  record: ['underway'],
  finish: ['underway'],
  skip: ['due', 'missed'],
}

/** Whether a move is possible in a state. */
export const may = (move: Move, state: State): boolean => from[move].includes(state)

/** What is written of an item: how it is read, what is normal. Bounds are inclusive. */
export interface ItemShape {
  kind: ItemKind
  low: number | null
  high: number | null
  choices: readonly string[]
  normal: readonly string[]
}

/** Something read: a number, one of the choices, `yes` or `no`, a text. */
export interface Reading {
  number: number | null
  text: string | null
}

/** Why a reading cannot be one of this item; undefined when it can. */
export function misfit(item: ItemShape, reading: Reading): 'number' | 'choice' | 'text' | undefined {
  const { number, text } = reading
  if (item.kind === 'number') return number !== null && text === null ? undefined : 'number'
  if (number !== null) return item.kind === 'text' ? 'text' : 'choice'
  if (item.kind === 'text') return text ? undefined : 'text'
  const allowed = item.kind === 'yes-no' ? ['yes', 'no'] : item.choices
  return text !== null && allowed.includes(text) ? undefined : 'choice'
}

/** What a fitting reading says of the item. A text says nothing: the person who reads does. */
export function judge(item: ItemShape, reading: Reading): 'normal' | 'abnormal' | 'undecided' {
  const { number, text } = reading
  if (item.kind === 'text') return 'undecided'
  if (item.kind === 'yes-no') return text === 'yes' ? 'normal' : 'abnormal'
  if (item.kind === 'choice') return item.normal.includes(text ?? '') ? 'normal' : 'abnormal'
  const low = item.low !== null && number! < item.low
  const high = item.high !== null && number! > item.high
  return low || high ? 'abnormal' : 'normal'
}

/** What an entry still needs before its round is finished. */
export function missing(entry: {
  result: EntryResult | null
  note: string | null
  photo: (typeof photoRules)[number]
  photos: number
  onAbnormal: (typeof consequences)[number]
}): 'reading' | 'note' | 'photo' | undefined {
  if (entry.result === null) return 'reading'
  if (entry.result === 'skipped') return undefined
  if (entry.result === 'abnormal' && !entry.note) return 'note'
  const wantsPhoto = entry.photo === 'always' || (entry.photo === 'abnormal' && entry.result === 'abnormal')
  return wantsPhoto && entry.photos === 0 ? 'photo' : undefined
}
