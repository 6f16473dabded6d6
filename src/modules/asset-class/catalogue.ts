import { audit } from '#kernel/audit/index.ts'
import { transaction, type Db } from '#kernel/db/index.ts'
import { notFound } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { decodeCursor, page, type Upload } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import { examine, type Entry } from './examine.ts'
import { placeEntry } from './place-entry.ts'
import { readCatalogue, type Catalogue } from './read-catalogue.ts'
import { lockTree, refreshTree } from './store/class.ts'
import {
  addClasses,
  insertImport,
  knownClasses,
  selectImports,
  updateClasses,
  type ImportedClass,
  type KnownClass,
} from './store/import.ts'
import { defectKinds } from './words.ts'

type Report = Output<typeof contract.checkCatalogue>

interface Plan {
  create: ImportedClass[]
  update: ImportedClass[]
  report: Report
}

/** Examines a catalogue; writes nothing. @throws those of `readCatalogue` */
export async function checkCatalogueVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.checkCatalogue> & { upload: Upload },
): Promise<Report> {
  const catalogue = await readCatalogue(input.upload)
  return planOf(input.upload.fileName, catalogue, await knownClasses(db)).report
}

/** Takes what can be taken of a catalogue and keeps its defect report. @throws those of `readCatalogue` */
export async function importCatalogueVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.importCatalogue> & { upload: Upload },
): Promise<Output<typeof contract.importCatalogue>> {
  const catalogue = await readCatalogue(input.upload)
  return transaction(db, async (tx) => {
    await lockTree(tx)
    const { create, update, report } = planOf(input.upload.fileName, catalogue, await knownClasses(tx))
    const applied = { ...report, applied: true }
    await addClasses(tx, create, 'import')
    await updateClasses(tx, update)
    await refreshTree(tx)
    const { fileName, edition } = applied
    const id = await insertImport(tx, { fileName, edition, recordedBy: actor.id, report: applied })
    const { defects, ...figures } = applied
    await audit(tx, actor, {
      action: 'asset-class.import',
      entity: 'asset_class_import',
      entityId: id,
      after: { ...figures, defects: defects.length },
    })
    return { ...applied, id }
  })
}

export async function listImportsVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.listCatalogueImports>,
): Promise<Output<typeof contract.listCatalogueImports>> {
  const before = input.cursor === undefined ? null : String(decodeCursor(input.cursor, 1)[0])
  const rows = await selectImports(db, { before, limit: input.limit + 1 })
  const { items, nextCursor } = page(rows, input.limit, (row) => [row.id])
  return {
    nextCursor,
    items: items.map(({ report, ...row }) => ({
      ...row,
      entries: report.entries,
      defects: report.defects.length,
    })),
  }
}

/** @throws asset-class.not_found (404) */
export async function getImportVerb(
  db: Db,
  _actor: Actor,
  input: Input<typeof contract.getCatalogueImport>,
): Promise<Output<typeof contract.getCatalogueImport>> {
  const [row] = await selectImports(db, { id: input.id, limit: 1 })
  if (!row) throw notFound('asset-class')
  const { report, id, recordedAt, recordedBy } = row
  return { ...(report as unknown as Report), id, recordedAt, recordedBy }
}

/** The classes of the four families that a catalogue has. The top of a family has no class above. */
export function classesOf(entries: readonly Entry[]): ImportedClass[] {
  return entries.flatMap((entry) => {
    const place = placeEntry(entry)
    if (!place) return []
    const { code, name, gbt14885, description, doubtful } = entry
    return [
      {
        code,
        name,
        gbt14885,
        description,
        doubtful,
        family: place.family,
        parent: place.top ? null : entry.parent,
      },
    ]
  })
}

function planOf(fileName: string, catalogue: Catalogue, known: ReadonlyMap<string, KnownClass>): Plan {
  const { entries, defects } = examine(catalogue.entries, catalogue.said)
  const classes = classesOf(entries)
  const create: ImportedClass[] = []
  const update: ImportedClass[] = []
  let kept = 0
  for (const one of classes) {
    const before = known.get(one.code)
    if (!before) create.push(one)
    else if (before.edited) kept += differs(before, one) ? 1 : 0
    // a name that could not be read takes none away that somebody could
    else if (differs(before, one) && !one.doubtful) update.push(one)
  }
  const codes = new Set(classes.map((one) => one.code))
  const report: Report = {
    fileName: fileName.slice(0, 255),
    edition: catalogue.edition,
    entries: catalogue.entries.length,
    passedOver: entries.filter((one) => !one.inferred).length - classes.length + inferred(entries),
    create: create.length,
    update: update.length,
    same: classes.length - create.length - update.length - kept,
    kept,
    gone: [...known.values()].filter((one) => one.origin === 'import' && !codes.has(one.code)).length,
    counts: defectKinds.flatMap((kind) => {
      const count = defects.filter((one) => one.kind === kind).length
      return count > 0 ? [{ kind, count }] : []
    }),
    defects,
    applied: false,
  }
  return { create, update, report }
}

/** Classes that had to be inferred: they are no entries of the file. */
function inferred(entries: readonly Entry[]): number {
  return entries.filter((one) => one.inferred && placeEntry(one)).length
}

function differs(before: KnownClass, after: ImportedClass): boolean {
  return (
    before.name !== after.name ||
    before.description !== after.description ||
    (after.gbt14885 !== null && after.gbt14885 !== before.gbt14885)
  )
}
