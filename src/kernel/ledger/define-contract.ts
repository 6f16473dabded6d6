import type { Fields } from './field-contract.ts'

/** A group of fields with an owner of its own: who has `edit` writes it, who has `see` (or `read` of the ledger) sees it. */
export interface LedgerGroup {
  edit: string
  see?: string
}

/** A move from one state to another: who may, what must be filled, what is asked, who must be somebody else. */
export interface LedgerMove<Key extends string = string, State extends string = string> {
  from: readonly State[]
  to: State
  /** permission key */
  can: string
  /** fields that must be filled when it is done */
  needs?: readonly Key[]
  /** fields that its dialog asks for; they may be `computed` ones, which only moves write */
  asks?: readonly Key[]
  /** a reason must be given; it is kept in the history */
  reason?: boolean
  /** may not be done by who did these moves last, nor, with `create` among them, by who made the record (two-person rule 双人) */
  notBy?: readonly string[]
  /** fields set by it: the day or the instant it is done, or who does it */
  sets?: Readonly<Partial<Record<Key, 'today' | 'now' | 'actor' | 'nothing'>>>
  /** carried out only when this approval (a definition by name, see `ledgerRoom`) has agreed; till then the record is frozen */
  approval?: string
}

export interface Lifecycle<Key extends string = string, State extends string = string> {
  states: readonly State[]
  start: State
  moves: Readonly<Record<string, LedgerMove<Key, State>>>
  /** states in which nothing is edited any more */
  closed?: readonly State[]
}

/** A person is told before a date: on each of these days before it (0: on the day). */
export interface Reminder<Key extends string = string> {
  field: Key
  days: readonly number[]
  /** a person field of the record, or everybody with this permission for its unit */
  to: { person: Key } | { permission: string }
  /** only in these states */
  in?: readonly string[]
}

/**
 * A ledger 台账, declared once. Its words are in the room's texts below `words`: `title`, `one`, `field.<key>`, `hint.<key>`,
 * `group.<group>`, `state.<state>`, `move.<move>`, and of choices `choice.<field>.<value>`.
 */
export interface LedgerDef {
  /** singular, kebab-case, unique: entity of audit and events; `custody-agreement` has table `custody_agreement` */
  name: string
  /** below /api/v1 and of the pages: `/custody-agreements` */
  path: string
  /** room whose texts and manifest it belongs to */
  room: string
  words: string
  fields: Fields
  /** in the order in which form and page show them; one unnamed group of the keepers when left out */
  groups?: Readonly<Record<string, LedgerGroup>>
  /** permission keys: see records, write them, import and export them (`keep` when left out) */
  read: string
  keep: string
  /** name of the record in lists, links and search: a text field */
  titleField: string
  /** `BG-{yyyy}-{seq:4}`; `gapless`: no number is ever missing, creations of one ledger then queue for it */
  numbering?: { pattern: string; gapless?: boolean }
  lifecycle?: Lifecycle
  list: {
    columns: readonly string[]
    filters?: readonly string[]
    /** fields the list may be ordered by; the newest first by default */
    sorts?: readonly string[]
  }
  reminders?: readonly Reminder[]
  /** key by which an import finds what is there already: `number`, or a unique field */
  importKey?: string
  comments?: boolean
  /** a sheet of one record can be printed */
  print?: boolean
}

type KeyOf<F extends Fields> = Extract<keyof F, string>

/** Declares a ledger; keeps the literal types, and lets no name stand that is not a field, a state or a group of it. */
export function defineLedger<
  const F extends Fields,
  const S extends string,
  const G extends string,
  const M extends string,
  const D extends Omit<LedgerDef, 'fields' | 'lifecycle' | 'groups' | 'titleField' | 'list' | 'reminders'>,
>(
  def: D & {
    fields: F
    titleField: KeyOf<F>
    groups?: Readonly<Record<G, LedgerGroup>>
    lifecycle?: {
      states: readonly S[]
      start: NoInfer<S>
      moves: Readonly<Record<M, LedgerMove<KeyOf<F>, NoInfer<S>>>>
      closed?: readonly NoInfer<S>[]
    }
    list: {
      columns: readonly (KeyOf<F> | 'number' | 'state' | 'org' | 'updatedAt')[]
      filters?: readonly (KeyOf<F> | 'state' | 'org')[]
      sorts?: readonly (KeyOf<F> | 'number' | 'updatedAt')[]
    }
    reminders?: readonly Reminder<KeyOf<F>>[]
  },
): D & { fields: F; states: readonly S[]; moves: readonly M[] } & Omit<LedgerDef, 'fields'> {
  checkDeclaration(def as unknown as LedgerDef)
  return {
    ...def,
    states: def.lifecycle?.states ?? [],
    moves: Object.keys(def.lifecycle?.moves ?? {}) as M[],
  } as never
}

/** What types cannot say. @throws Error: a mistake of the programmer, at start */
function checkDeclaration(def: LedgerDef): void {
  const wrong = (what: string): never => {
    throw new Error(`ledger ${def.name}: ${what}`)
  }
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(def.name)) wrong('its name is kebab-case')
  for (const key of Object.keys(def.fields)) {
    if (!/^[a-z][A-Za-z0-9]*$/.test(key)) wrong(`field ${key} is not camelCase`)
    if (reserved.has(key)) wrong(`field ${key} is there in every ledger already`)
  }
  const groups = Object.keys(def.groups ?? {})
  for (const [key, field] of Object.entries(def.fields)) {
    if (field.group !== undefined && !groups.includes(field.group))
      wrong(`${key} is in no group ${field.group}`)
    for (const other of [field.when?.field, 'after' in field ? field.after : undefined])
      if (other !== undefined && !(other in def.fields)) wrong(`${key} looks at ${other}, which is no field`)
  }
  for (const key of [...(def.list.filters ?? []), ...(def.list.sorts ?? [])])
    if (['files', 'id-card'].includes(def.fields[key]?.kind ?? ''))
      wrong(`lists are neither filtered nor sorted by ${key}`)
  const { lifecycle } = def
  if (!lifecycle) return
  for (const [name, move] of Object.entries(lifecycle.moves))
    for (const state of [...move.from, move.to])
      if (!lifecycle.states.includes(state)) wrong(`move ${name} knows no state ${state}`)
}

/** Columns that every ledger has. */
const reserved = new Set([
  'id',
  'number',
  'orgId',
  'org',
  'state',
  'version',
  'abilities',
  'createdAt',
  'createdBy',
  'updatedAt',
  'origin',
  'reason',
  'limit',
  'cursor',
  'sort',
  'q',
])
