import type { Db, Tx } from '../db/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Download, Upload } from '../http/route.ts'
import { say } from '../http/texts.ts'
import { readOrgNames } from '../org/index.ts'
import type { Actor } from '../permission/actor.ts'
import { checkImport, importTemplate, runImport, type SheetImport } from '../sheet/index.ts'
import type { checkPeopleImport, importPeople, peopleTemplate } from './import-contract.ts'
import { editPersonVerb, insertAccount } from './people.ts'
import { loginOf, peopleColumns, planPeople, type PersonStep } from './plan-import.ts'
import { lockImport, selectKnown } from './store/import.ts'

/** Accounts written side by side: their statements travel together. */
const abreast = 50

/**
 * New accounts are inactive and without roles, as any other (三员: the security administrator activates and grants);
 * links for the first password are made one by one, on the person's page.
 */
const people: SheetImport<PersonStep> = {
  columns: peopleColumns,
  sheetNames: ['人员', '人员账号', 'People'],
  templateName: (locale) => say(locale, 'identity:import.template'),
  explain: (locale, key) => say(locale, `identity:import.explain.${key}`),
  plan: async (db, actor, table) => {
    const logins = table.rows.flatMap((row) => loginOf(row) ?? [])
    const known = await selectKnown(db, logins)
    return planPeople(table.rows, table.badLines, known, await readOrgNames(db), actor.id)
  },
  lock: lockImport,
  take: async (tx, actor, steps) => {
    for (let at = 0; at < steps.length; at += abreast)
      await Promise.all(steps.slice(at, at + abreast).map((step) => take(tx, actor, step)))
  },
  audit: { action: 'people.import', entity: 'person' },
}

async function take(tx: Tx, actor: Actor, step: PersonStep): Promise<void> {
  if (step.what === 'create')
    await insertAccount(tx, actor, { login: step.login, kind: 'person', ...step.facts })
  else await editPersonVerb(tx, actor, { id: step.id, version: step.version, ...step.changes })
}

/** The empty table to fill in. */
export async function peopleTemplateVerb(
  _db: Db,
  actor: Actor,
  input: Input<typeof peopleTemplate>,
): Promise<Download> {
  return importTemplate(actor, people, input.format)
}

/** @throws sheet.… (413, 422) for what is no table */
export const checkPeopleImportVerb = (
  db: Db,
  actor: Actor,
  input: Input<typeof checkPeopleImport> & { upload: Upload },
): Promise<Output<typeof checkPeopleImport>> => checkImport(db, actor, people, input.upload)

/** @throws see `runImport`; identity.version_conflict (412) */
export const importPeopleVerb = (
  db: Db,
  actor: Actor,
  input: Input<typeof importPeople> & { upload: Upload },
): Promise<Output<typeof importPeople>> => runImport(db, actor, people, input)
