import { audit } from '../audit/record.ts'
import { transaction, type Db, type Tx } from '../db/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Download, Upload } from '../http/route.ts'
import { say } from '../http/texts.ts'
import { readOrgNames } from '../org/index.ts'
import type { Actor } from '../permission/actor.ts'
import {
  demandTakeable,
  readTable,
  reportOf,
  takeRows,
  templateOf,
  type ImportPlan,
  type ImportTable,
} from '../sheet/index.ts'
import type { checkPeopleImport, importPeople, peopleTemplate } from './import-contract.ts'
import { editPersonVerb, insertAccount } from './people.ts'
import { loginOf, peopleColumns, planPeople, type PersonStep } from './plan-import.ts'
import { lockImport, selectKnown } from './store/import.ts'

const sheetNames = ['人员', '人员账号', 'People']
/** Accounts written side by side: their statements travel together. */
const abreast = 50

/** The empty table to fill in. */
export async function peopleTemplateVerb(
  _db: Db,
  actor: Actor,
  input: Input<typeof peopleTemplate>,
): Promise<Download> {
  return templateOf(peopleColumns, {
    format: input.format,
    locale: actor.locale,
    name: say(actor.locale, 'identity:import.template'),
    explain: (key) => say(actor.locale, `identity:import.explain.${key}`),
  })
}

async function tableOf(upload: Upload): Promise<ImportTable> {
  return takeRows(await readTable(upload, sheetNames), peopleColumns)
}

async function planOf(db: Db, actor: Actor, table: ImportTable): Promise<ImportPlan<PersonStep>> {
  const logins = table.rows.flatMap((row) => loginOf(row) ?? [])
  const known = await selectKnown(db, logins)
  return planPeople(table.rows, table.badLines, known, await readOrgNames(db), actor.id)
}

/** What an import would do, with every problem; writes nothing. @throws sheet.… (413, 422) for what is no table */
export async function checkPeopleImportVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof checkPeopleImport> & { upload: Upload },
): Promise<Output<typeof checkPeopleImport>> {
  const table = await tableOf(input.upload)
  return reportOf(input.upload.fileName, table, await planOf(db, actor, table), actor.locale, false)
}

/**
 * Writes the good rows of a table through the verbs of single accounts, in one transaction: all of them, or nothing.
 * New accounts are inactive and without roles, as any other (三员: the security administrator activates and grants);
 * links for the first password are made one by one, on the person's page. A second run changes nothing.
 * @throws sheet.heading_bad, sheet.bad_rows (422; the latter in the mode `all` only), identity.version_conflict (412)
 */
export async function importPeopleVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof importPeople> & { upload: Upload },
): Promise<Output<typeof importPeople>> {
  const table = await tableOf(input.upload)
  return transaction(db, async (tx) => {
    await lockImport(tx)
    const plan = await planOf(tx, actor, table)
    const report = reportOf(input.upload.fileName, table, plan, actor.locale, true)
    demandTakeable(report, input.mode)
    for (let at = 0; at < plan.steps.length; at += abreast)
      await Promise.all(plan.steps.slice(at, at + abreast).map((step) => take(tx, actor, step)))
    const { fileName, rows, create, update, same, bad } = report
    await audit(tx, actor, {
      action: 'people.import',
      entity: 'person',
      entityId: '-',
      after: { fileName, mode: input.mode, rows, created: create, changed: update, same, leftOut: bad },
    })
    return report
  })
}

async function take(tx: Tx, actor: Actor, step: PersonStep): Promise<void> {
  if (step.what === 'create')
    await insertAccount(tx, actor, { login: step.login, kind: 'person', ...step.facts })
  else await editPersonVerb(tx, actor, { id: step.id, version: step.version, ...step.changes })
}
