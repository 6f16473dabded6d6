import type { Db, Tx } from '../db/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Download, Upload } from '../http/route.ts'
import { say } from '../http/texts.ts'
import type { Actor } from '../permission/actor.ts'
import { checkImport, importTemplate, runImport, type SheetImport } from '../sheet/index.ts'
import { createOrgVerb } from './create-org.ts'
import { editOrgVerb } from './edit-org.ts'
import type { checkOrgImport, importOrgs, orgTemplate } from './import-contract.ts'
import { orgColumns, planOrgs, type OrgStep } from './plan-import.ts'
import { lockTree, selectAllOrgs } from './store/org.ts'

const orgs: SheetImport<OrgStep> = {
  columns: orgColumns,
  sheetNames: ['单位', '组织机构', 'Organisation units'],
  templateName: (locale) => say(locale, 'org:import.template'),
  explain: (locale, key) => say(locale, `org:import.explain.${key}`),
  plan: async (db, _actor, table) => planOrgs(table.rows, table.badLines, await selectAllOrgs(db)),
  lock: lockTree,
  // one after the other: a unit may be the parent of the next
  take: async (tx, actor, steps) => {
    for (const step of steps) await take(tx, actor, step)
  },
  audit: { action: 'org.import', entity: 'org' },
}

async function take(tx: Tx, actor: Actor, step: OrgStep): Promise<void> {
  const { node } = step
  if (step.what === 'create') {
    const { name, code } = node
    node.id = (await createOrgVerb(tx, actor, { parentId: node.parent!.id!, kind: step.kind, name, code })).id
    return
  }
  const { parent, ...changes } = step.changes
  await editOrgVerb(tx, actor, {
    id: node.id!,
    version: step.version,
    ...changes,
    ...(parent && { parentId: parent.id! }),
  })
}

/** The empty table to fill in. */
export async function orgTemplateVerb(
  _db: Db,
  actor: Actor,
  input: Input<typeof orgTemplate>,
): Promise<Download> {
  return importTemplate(actor, orgs, input.format)
}

/** @throws sheet.… (413, 422) for what is no table */
export const checkOrgImportVerb = (
  db: Db,
  actor: Actor,
  input: Input<typeof checkOrgImport> & { upload: Upload },
): Promise<Output<typeof checkOrgImport>> => checkImport(db, actor, orgs, input.upload)

/** @throws see `runImport` */
export const importOrgsVerb = (
  db: Db,
  actor: Actor,
  input: Input<typeof importOrgs> & { upload: Upload },
): Promise<Output<typeof importOrgs>> => runImport(db, actor, orgs, input)
