/** Items of a class from a sheet: template, dry run, import. */
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { checkImport, importTemplate, runImport, type SheetImport } from '#kernel/sheet/index.ts'
import { catalogueOf, type Catalogue } from './catalogue.ts'
import { columnsFor, explain } from './import-columns.ts'
import type * as contract from './import-contract.ts'
import { planOf, sheetSource, type Step } from './plan-import.ts'
import { lockCi } from './policy.ts'
import { nextCode } from './store/ci.ts'
import { lockImport } from './store/import.ts'
import { createRow, writeTold } from './write-ci.ts'

type Upload = Parameters<typeof checkImport>[3]
type Report = Output<typeof contract.importCis>

async function importOf(db: Db, classId: string): Promise<SheetImport<Step>> {
  const catalogue = await catalogueOf(db)
  const cls = catalogue.usable(classId, 'id')
  const definitions = catalogue.definitions(classId)
  return {
    columns: columnsFor(definitions),
    anyHeading: true,
    sheetNames: [cls.name, cls.nameEn],
    templateName: (locale) => (locale === 'en' ? cls.nameEn : cls.name),
    explain: (locale, key) => explain(locale, definitions, key),
    plan: (by, actor, table) => planOf(by, actor, catalogue, classId, table),
    lock: lockImport,
    take: async (tx, actor, steps) => {
      for (const step of steps) await take(tx, actor, catalogue, classId, step)
    },
    audit: { action: 'ci.import', entity: 'ci-class', entityId: classId },
  }
}

async function take(
  tx: Tx,
  actor: Actor,
  catalogue: Catalogue,
  classId: string,
  { item, shared, attributes }: Step,
): Promise<void> {
  if (item) {
    const before = await lockCi(tx, actor, item.id)
    await writeTold(tx, actor, catalogue, before, { source: sheetSource, attributes, shared })
    return
  }
  await createRow(
    tx,
    actor,
    catalogue,
    {
      ...{ ownerId: null, groupId: null, location: '', description: '', lifecycle: 'in-use' },
      ...shared,
      ...{ classId, attributes, orgId: shared.orgId!, code: shared.code ?? (await nextCode(tx)) },
    },
    sheetSource,
  )
}

/** The empty table of a class. @throws ci.unknown_class, ci.class_not_usable (422) */
export async function ciTemplateVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.ciTemplate>,
): Promise<Download> {
  return importTemplate(actor, await importOf(db, input.id), input.format)
}

/** What a sheet would do, with every problem. @throws as `ciTemplateVerb`; sheet.… (413, 422) */
export async function checkCiImportVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.checkCiImport> & { upload: Upload },
): Promise<Report> {
  return checkImport(db, actor, await importOf(db, input.id), input.upload)
}

/**
 * Registers the new items of a sheet and tells the known ones what it says of them, under the source `sheet`: what a
 * stronger source stands for stays. All in one transaction; a second run changes nothing.
 * @throws as `ciTemplateVerb`; see `runImport`
 */
export async function importCisVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.importCis> & { upload: Upload },
): Promise<Report> {
  return runImport(db, actor, await importOf(db, input.id), input)
}
