import { literal, nameOf, quoted, snake, type Column, type FieldPlan, type LedgerPlan } from './plan.ts'

/** Whether the column may not be empty: what is required always, with a single column or the one that carries the value. */
export function notNull(plan: FieldPlan, column: Column): boolean {
  const { field } = plan
  if (!field.required || field.when || field.computed) return false
  return column.name === plan.order || (field.kind === 'id-card' && column.name.endsWith('_sealed'))
}

/** One column as `create table` and `alter table add column` write it. */
export function columnSql(plan: FieldPlan, column: Column): string {
  return `${quoted(column.name)} ${column.type}${notNull(plan, column) ? ' not null' : ''}`
}

/** Conditions of a table by the names of their constraints. */
export function constraintsOf(plan: LedgerPlan): Map<string, string> {
  const { table, def } = plan
  const found = new Map<string, string>()
  for (const field of plan.fields)
    for (const column of field.columns) {
      column.checks.forEach((check, i) =>
        found.set(nameOf(table, column.name, i === 0 ? 'check' : `check${i + 1}`), `check (${check})`),
      )
      if (column.references)
        found.set(
          nameOf(table, column.name, 'fkey'),
          `foreign key (${quoted(column.name)}) references ${quoted(column.references)}`,
        )
    }
  if (def.lifecycle)
    found.set(
      nameOf(table, 'state_check'),
      `check (state in (${def.lifecycle.states.map(literal).join(', ')}))`,
    )
  for (const { field, key, order, columns } of plan.fields) {
    const column = field.kind === 'id-card' ? columns[2]!.name : order
    if (!field.unique || column === undefined) continue
    const scope = field.unique === 'unit' ? 'org_id, ' : ''
    found.set(uniqueName(plan, key), `unique (${scope}${quoted(column)})`)
  }
  return found
}

/** Name of the constraint that keeps a field unique. */
export function uniqueName(plan: LedgerPlan, key: string): string {
  return nameOf(plan.table, snake(key), 'key')
}

/** Indexes by name: the newest of a unit, and what lists are sorted and narrowed by. */
export function indexesOf(plan: LedgerPlan): Map<string, string> {
  const { table, def } = plan
  const found = new Map<string, string>([
    [nameOf(table, 'org'), `create index ${nameOf(table, 'org')} on ${quoted(table)} (org_id, id)`],
  ])
  const wanted = new Set([...(def.list.filters ?? []), ...(def.list.sorts ?? [])])
  const add = (column: string) => {
    const name = nameOf(table, column, 'idx')
    found.set(name, `create index ${name} on ${quoted(table)} (${quoted(column)}, id)`)
  }
  if (wanted.has('state') && def.lifecycle) add('state')
  if (wanted.has('updatedAt')) add('updated_at')
  for (const { key, order, field } of plan.fields)
    // two values narrow nothing: an index on them is never used
    if (wanted.has(key) && order !== undefined && field.kind !== 'yes-no') add(order)
  // reminders look for dates to come
  for (const { field } of def.reminders ?? []) add(plan.byKey.get(field)!.order!)
  return found
}

/** Tables of links of `refs` and `files` fields, by name. */
export function linkTables(plan: LedgerPlan): Map<string, string> {
  const found = new Map<string, string>()
  for (const { link } of plan.fields) {
    if (!link) continue
    const target = link.references ? ` references ${quoted(link.references)}` : ''
    found.set(
      link.table,
      `create table ${quoted(link.table)} (
  record_id uuid not null references ${quoted(plan.table)},
  target_id uuid not null${target},
  position int not null,
  primary key (record_id, target_id)
);
create index ${nameOf(link.table, 'target')} on ${quoted(link.table)} (target_id);`,
    )
  }
  return found
}

/** The statements that make the tables of a ledger. */
export function createSql(plan: LedgerPlan): string {
  const { table, def } = plan
  const columns = [
    'id uuid primary key',
    ...(def.numbering ? ['number text not null unique'] : []),
    'org_id uuid not null references org',
    ...(def.lifecycle ? ['state text not null'] : []),
    ...plan.fields.flatMap((field) => field.columns.map((column) => columnSql(field, column))),
    `origin text not null default 'live' check (origin in ('live', 'import'))`,
    'created_at timestamptz not null default now()',
    'created_by uuid references person',
    'updated_at timestamptz not null default now()',
    'version int not null default 1',
    ...[...constraintsOf(plan)].map(([constraint, text]) => `constraint ${constraint} ${text}`),
  ]
  return [
    `-- Ledger ${def.name}, made from its declaration by scripts/gen-ledgers.ts.`,
    `create table ${quoted(table)} (\n  ${columns.join(',\n  ')}\n);`,
    ...[...indexesOf(plan).values()].map((text) => `${text};`),
    ...linkTables(plan).values(),
    ...(def.numbering && !def.numbering.gapless ? [`create sequence ${sequenceOf(plan)};`] : []),
    '',
  ].join('\n')
}

/** Series of a ledger's numbers; the sequence is named as `next_number` of the numbering room wants it. */
export const seriesOf = (plan: LedgerPlan): string => plan.table
export const sequenceOf = (plan: LedgerPlan): string => `number_${seriesOf(plan)}`
