import { openDatabase } from '../db/index.ts'
import { columnSql, constraintsOf, createSql, indexesOf, linkTables } from './ddl.ts'
import { planOf, quoted, type LedgerPlan } from './plan.ts'
import { allLedgers } from './registry.ts'
import { readCatalog, makeExpected, type Catalog } from './store/catalog.ts'

/** What is to be done so that the database has what a declaration says. */
export interface Drift {
  ledger: string
  room: string
  table: string
  /** SQL that may be run as it stands */
  statements: string[]
  /** what a person has to decide about */
  byHand: string[]
}

/**
 * Compares every declared ledger with the migrated database: the declarations are made into tables of a schema of their
 * own in a transaction that is rolled back, and PostgreSQL's own description of both is compared.
 * @param ownerUrl the owner's role of a migrated database
 */
export async function ledgerDrift(ownerUrl: string): Promise<Drift[]> {
  const database = openDatabase(ownerUrl, { max: 1 })
  try {
    const plans = allLedgers().map(planOf)
    const expected = await makeExpected(database.db, plans.map(createSql))
    const there = await readCatalog(database.db, 'public')
    return plans
      .map((plan) => compare(plan, expected, there))
      .filter((one) => one.statements.length + one.byHand.length > 0)
  } finally {
    await database.close()
  }
}

function compare(plan: LedgerPlan, expected: Catalog, there: Catalog): Drift {
  const { def, table } = plan
  const drift: Drift = { ledger: def.name, room: def.room, table, statements: [], byHand: [] }
  if (!there.has(table)) {
    drift.statements.push(createSql(plan).trimEnd())
    return drift
  }
  compareColumns(plan, expected, there, drift)
  compareConstraints(plan, expected, there, drift)
  const [want, have] = [expected.get(table)!.indexes, there.get(table)!.indexes]
  const make = indexesOf(plan)
  for (const [name, text] of want)
    if (have.get(name) !== text)
      drift.statements.push(
        ...(have.has(name) ? [`drop index ${name};`] : []),
        make.has(name) ? `${make.get(name)!};` : `-- index ${name}: ${text}`,
      )
  for (const name of have.keys()) if (!want.has(name)) drift.byHand.push(`drop index ${name};`)
  for (const [name, text] of linkTables(plan)) if (!there.has(name)) drift.statements.push(text)
  return drift
}

function compareColumns(plan: LedgerPlan, expected: Catalog, there: Catalog, drift: Drift): void {
  const { table } = plan
  const [want, have] = [expected.get(table)!.columns, there.get(table)!.columns]
  const make = new Map(
    plan.fields.flatMap((field) => field.columns.map((c) => [c.name, columnSql(field, c)])),
  )
  for (const [name, text] of want) {
    const known = have.get(name)
    if (known === text) continue
    const alter = `alter table ${quoted(table)}`
    if (known !== undefined) drift.byHand.push(`${alter} … ${name}: has ${known}, should have ${text}`)
    else if (text.includes('not null'))
      drift.byHand.push(`${alter} add column ${make.get(name) ?? name}; (rows need a value)`)
    else drift.statements.push(`${alter} add column ${make.get(name) ?? name};`)
  }
  for (const name of have.keys())
    if (!want.has(name)) drift.byHand.push(`alter table ${quoted(table)} drop column ${quoted(name)};`)
}

function compareConstraints(plan: LedgerPlan, expected: Catalog, there: Catalog, drift: Drift): void {
  const { table } = plan
  const [want, have] = [expected.get(table)!.constraints, there.get(table)!.constraints]
  const make = constraintsOf(plan)
  for (const [name, text] of want) {
    if (have.get(name) === text) continue
    const add = make.get(name)
    if (!add) {
      drift.byHand.push(`constraint ${name} of ${table}: ${text}`)
      continue
    }
    if (have.has(name)) drift.statements.push(`alter table ${quoted(table)} drop constraint ${name};`)
    drift.statements.push(`alter table ${quoted(table)} add constraint ${name} ${add};`)
  }
  for (const name of have.keys())
    if (!want.has(name)) drift.byHand.push(`alter table ${quoted(table)} drop constraint ${name};`)
}
