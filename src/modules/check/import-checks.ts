/** Checks from a sheet: template, dry run, import. */
import type { Db, Tx } from '#kernel/db/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say, type Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { checkImport, importTemplate, runImport, type SheetImport } from '#kernel/sheet/index.ts'
import { createCheckVerb, editCheckVerb } from './checks.ts'
import type { checkImports } from './import-contract.ts'
import { columns, planOf, type Step } from './plan-import.ts'
import { selectDependencies } from './store/dependency.ts'
import { lockImport } from './store/import.ts'
import { checkKinds, isPassive } from './words.ts'

type Upload = Parameters<typeof checkImport>[3]
type Report = Output<typeof checkImports.take>

const kindWords = (locale: 'zh-CN' | 'en'): string =>
  checkKinds
    .map((kind) => say(locale, isPassive(kind) ? `check:screen.kind.${kind}` : `probe:kind.${kind}`))
    .join('、')

const sheet: SheetImport<Step> = {
  columns,
  anyHeading: true,
  sheetNames: ['监控项', 'Checks'],
  templateName: (locale) => say(locale, 'check:page.list'),
  explain: (locale, key) => say(locale, `check:import.explain.${key}`, { kinds: kindWords(locale) }),
  plan: planOf,
  lock: lockImport,
  take: async (tx, actor, steps) => {
    // in the order in which states are locked, so that nobody waits for another in a ring
    const ordered = steps.toSorted((a, b) => (a.check?.no ?? 0) - (b.check?.no ?? 0))
    for (const step of ordered) await take(tx, actor, step)
  },
  audit: { action: 'check.import', entity: 'check' },
}

async function take(tx: Tx, actor: Actor, { check, body }: Step): Promise<void> {
  if (!check) {
    await createCheckVerb(tx, actor, body)
    return
  }
  // of these a sheet says nothing
  const dependsOn = (await selectDependencies(tx, check.id)).flatMap((one): Step['body']['dependsOn'] =>
    one.check ? [{ checkId: one.check.id }] : one.ci ? [{ ciId: one.ci.id }] : [],
  )
  const { graceSeconds } = check
  await editCheckVerb(tx, actor, { ...body, dependsOn, graceSeconds, id: check.id, version: check.version })
}

/** The empty table to fill in. */
export function checkTemplateVerb(
  _db: Db,
  actor: Actor,
  input: Input<typeof checkImports.template>,
): Promise<Download> {
  return Promise.resolve(importTemplate(actor, sheet, input.format))
}

/** What a sheet would do, with every problem. @throws sheet.… (413, 422) */
export function checkChecksVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof checkImports.check> & { upload: Upload },
): Promise<Report> {
  return checkImport(db, actor, sheet, input.upload)
}

/** Adds the new checks of a sheet and changes the known ones. @throws see `runImport`; as creation of a single check */
export function importChecksVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof checkImports.take> & { upload: Upload },
): Promise<Report> {
  return runImport(db, actor, sheet, input)
}
