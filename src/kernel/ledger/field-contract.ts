/**
 * The kinds of fields a ledger 台账 is made of. A field says what a person writes, and with it column, check, input, import and
 * export are settled. Values travel as JSON; where two columns stand behind one field its value is an object.
 */

/** What every kind of field may say. */
export interface FieldOptions {
  /** must be filled, always; what must be filled only before a move stands at the move's `needs` */
  required?: boolean
  /** group of fields with its own owner (`LedgerGroup`); the first group when left out */
  group?: string
  /** no two records of one unit (or, `everywhere`, of the whole installation) have the same value */
  unique?: 'unit' | 'everywhere'
  /** found by full-text search */
  search?: boolean
  /** set at creation and never changed by an edit */
  fixed?: boolean
  /** written by moves or by the room's own verbs only; shown, never asked for */
  computed?: boolean
  /** asked for and shown only where another yes/no or code field has one of these values */
  when?: { field: string; is: readonly (string | boolean)[] }
  /** needed in a list of the template beyond its heading: an example a person understands */
  example?: string
}

interface Kind<K extends string, In, Out = In> extends FieldOptions {
  readonly kind: K
  /** types only, never there: what is sent, what is answered */
  readonly in?: In
  readonly out?: Out
}

/** Something referred to, as answers show it. `gone`: it is not there any more, or the reader may not see it. */
export interface Named {
  id: string
  name: string
}
export interface DateRange {
  from: string
  to: string | null
}
export interface Address {
  /** administrative division code, six digits; null when only the text is known */
  division: string | null
  text: string
}
export interface FileRef {
  id: string
  name: string
  /** bytes */
  size: number
}

export type TextField = Kind<'text' | 'longtext', string> & { max: number; min?: number; pattern?: RegExp }
export type CodeField = Kind<'code', string, { code: string; name: string }> & {
  /** `<room>.<list>`: an administered code list */
  list: string
}
/** A fixed choice that rules depend on, so nobody administers it; its words are `<words>.<field>.<value>` of the room. */
export type ChoiceField = Kind<'choice', string> & { options: readonly string[] }
export type NumberField = Kind<'number', number> & {
  min?: number
  max?: number
  /** digits behind the point, 0 by default */
  scale?: number
  /** key of the unit: `<room>:unit.<unit>` or one of `web:unit.*` */
  unit?: string
}
/** Exact decimal with two digits behind the point, in yuan, as text: `"1234.50"`. */
export type MoneyField = Kind<'money', string> & { max?: string }
/** `YYYY-MM-DD` in the unit's calendar. `after`, `notBefore`: another date field of the record. */
export type DateField = Kind<'date', string> & { after?: string; notBefore?: string; past?: boolean }
export type DateRangeField = Kind<'date-range', DateRange>
/** An instant, ISO 8601. */
export type InstantField = Kind<'instant', string> & { after?: string; past?: boolean }
/** `HH:MM` */
export type TimeField = Kind<'time', string>
/** Whole minutes. */
export type DurationField = Kind<'duration', number> & { max?: number }
export type YesNoField = Kind<'yes-no', boolean>
/** `notActor`: the one who writes may not name himself (a witness, a second person). */
export type PersonField = Kind<'person', string, Named> & { notActor?: boolean; notSameAs?: string }
export type OrgField = Kind<'org', string, Named>
/** A record of another ledger or room, by the name under which it registered its references. */
export type RefField = Kind<'ref', string, Named> & { to: string }
export type RefsField = Kind<'refs', readonly string[], Named[]> & { to: string; max?: number }
/** Attachments, uploaded before; `max` 1 by default. */
export type FilesField = Kind<'files', readonly string[], FileRef[]> & { max?: number }
export type AddressField = Kind<'address', Address>
export type IpField = Kind<'ip' | 'cidr' | 'mac' | 'email' | 'phone', string>
/** GB 11643: kept sealed, answered masked, revealed by an endpoint of its own that leaves an audit entry. */
export type IdCardField = Kind<'id-card', string>
/** GB 32100 unified social credit code */
export type CreditCodeField = Kind<'credit-code', string>
/** 密级 of information or of what carries it, lowest first. */
export type ClassificationField = Kind<'classification', string> & { atMost?: string }

export type Field =
  | TextField
  | CodeField
  | ChoiceField
  | NumberField
  | MoneyField
  | DateField
  | DateRangeField
  | InstantField
  | TimeField
  | DurationField
  | YesNoField
  | PersonField
  | OrgField
  | RefField
  | RefsField
  | FilesField
  | AddressField
  | IpField
  | IdCardField
  | CreditCodeField
  | ClassificationField

export type Fields = Readonly<Record<string, Field>>

type Only<F extends Field> = Omit<F, 'kind' | 'in' | 'out'>
type Given<F extends Field, K extends F['kind'], O> = O & { readonly kind: K } & Pick<F, 'in' | 'out'>

/** Keeps the literal options of a field, so that `required` reaches the types. */
function make<F extends Field, K extends F['kind']>(kind: K) {
  return <const O extends Only<F>>(options: O): Given<F, K, O> =>
    ({ ...options, kind }) as unknown as Given<F, K, O>
}
function plain<F extends Field, K extends F['kind']>(kind: K) {
  const made = make<F, K>(kind)
  return <const O extends Only<F> = Only<F>>(...[options]: [] | [O]): Given<F, K, O> =>
    made((options ?? {}) as O)
}

/** The kinds of fields, as a declaration writes them: `f.date({ required: true, after: 'signedOn' })`. */
export const f = {
  text: make<TextField, 'text'>('text'),
  longtext: make<TextField, 'longtext'>('longtext'),
  code: make<CodeField, 'code'>('code'),
  choice: make<ChoiceField, 'choice'>('choice'),
  number: plain<NumberField, 'number'>('number'),
  money: plain<MoneyField, 'money'>('money'),
  date: plain<DateField, 'date'>('date'),
  dateRange: plain<DateRangeField, 'date-range'>('date-range'),
  instant: plain<InstantField, 'instant'>('instant'),
  time: plain<TimeField, 'time'>('time'),
  duration: plain<DurationField, 'duration'>('duration'),
  yesNo: plain<YesNoField, 'yes-no'>('yes-no'),
  person: plain<PersonField, 'person'>('person'),
  org: plain<OrgField, 'org'>('org'),
  ref: make<RefField, 'ref'>('ref'),
  refs: make<RefsField, 'refs'>('refs'),
  files: plain<FilesField, 'files'>('files'),
  address: plain<AddressField, 'address'>('address'),
  ip: plain<IpField, 'ip'>('ip'),
  cidr: plain<IpField, 'cidr'>('cidr'),
  mac: plain<IpField, 'mac'>('mac'),
  email: plain<IpField, 'email'>('email'),
  phone: plain<IpField, 'phone'>('phone'),
  idCard: plain<IdCardField, 'id-card'>('id-card'),
  creditCode: plain<CreditCodeField, 'credit-code'>('credit-code'),
  classification: plain<ClassificationField, 'classification'>('classification'),
}

type Need<F, T> = F extends { required: true } ? T : T | null

/** Values of a record as they are sent, by field; computed ones are never sent. */
export type ValuesIn<F extends Fields> = {
  -readonly [K in keyof F as F[K] extends { computed: true } ? never : K]: Need<F[K], NonNullable<F[K]['in']>>
}
/** Values as they are answered. `null`: nothing is there, or the reader may not see the group. */
export type ValuesOut<F extends Fields> = {
  -readonly [K in keyof F]: NonNullable<F[K]['out']> | null
}
