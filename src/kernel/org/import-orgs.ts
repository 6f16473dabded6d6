import { audit } from '../audit/record.ts'
import { transaction, type Db, type Tx } from '../db/index.ts'
import type { Input, Output } from '../http/endpoint.ts'
import type { Download, Upload } from '../http/route.ts'
import { say } from '../http/texts.ts'
import type { Actor } from '../permission/actor.ts'
import {
  demandTakeable,
  readTable,
  reportOf,
  takeRows,
  templateOf,
  type ImportTable,
} from '../sheet/index.ts'
import { createOrgVerb } from './create-org.ts'
import { editOrgVerb } from './edit-org.ts'
import type { checkOrgImport, importOrgs, orgTemplate } from './import-contract.ts'
import { orgColumns, planOrgs, type OrgStep } from './plan-import.ts'
import { lockTree, selectAllOrgs } from './store/org.ts'

const sheetNames = ['单位', '组织机构', 'Organisation units']

/** The empty table to fill in. */
export async function orgTemplateVerb(
  _db: Db,
  actor: Actor,
  input: Input<typeof orgTemplate>,
): Promise<Download> {
  return templateOf(orgColumns, {
    format: input.format,
    locale: actor.locale,
    name: say(actor.locale, 'org:import.template'),
    explain: (key) => say(actor.locale, `org:import.explain.${key}`),
  })
}

async function tableOf(upload: Upload): Promise<ImportTable> {
  return takeRows(await readTable(upload, sheetNames), orgColumns)
}

/** What an import would do, with every problem; writes nothing. @throws sheet.… (413, 422) for what is no table */
export async function checkOrgImportVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof checkOrgImport> & { upload: Upload },
): Promise<Output<typeof checkOrgImport>> {
  const table = await tableOf(input.upload)
  const plan = planOrgs(table.rows, table.badLines, await selectAllOrgs(db))
  return reportOf(input.upload.fileName, table, plan, actor.locale, false)
}

/**
 * Writes the good rows of a table through the verbs of single orgs, in one transaction: all of them, or nothing.
 * Rows that say what is there already are not written: a second run changes nothing.
 * @throws sheet.heading_bad, sheet.bad_rows (422; the latter in the mode `all` only)
 */
export async function importOrgsVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof importOrgs> & { upload: Upload },
): Promise<Output<typeof importOrgs>> {
  const table = await tableOf(input.upload)
  return transaction(db, async (tx) => {
    await lockTree(tx)
    const plan = planOrgs(table.rows, table.badLines, await selectAllOrgs(tx))
    const report = reportOf(input.upload.fileName, table, plan, actor.locale, true)
    demandTakeable(report, input.mode)
    for (const step of plan.steps) await take(tx, actor, step)
    const { fileName, rows, create, update, same, bad } = report
    await audit(tx, actor, {
      action: 'org.import',
      entity: 'org',
      entityId: '-',
      after: { fileName, mode: input.mode, rows, created: create, changed: update, same, leftOut: bad },
    })
    return report
  })
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
