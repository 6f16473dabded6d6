/** The library: what ships, what is imported, what is added by form; editions side by side. */
import { audit } from '#kernel/audit/index.ts'
import { canonicalText } from './compare.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError } from '#kernel/errors/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import { say } from '#kernel/http/index.ts'
import { systemActor, type Actor } from '#kernel/permission/index.ts'
import type * as contract from './contract.ts'
import type { NormFile } from './file-contract.ts'
import { normDigest, readNorm, shippedNorms, type Trouble } from './read-file.ts'
import { findByDigest, insertEdition, lockLibrary, selectClauses, selectEditions } from './store/library.ts'

/** Brings the shipped library in; a changed file becomes a further edition beside the former. Idempotent. */
export async function ensureShippedNorms(tx: Tx): Promise<void> {
  for (const file of shippedNorms()) await keep(tx, systemActor('norm'), file, true)
}

/** @returns the edition of this content, kept now unless it was there */
async function keep(
  tx: Tx,
  actor: Actor,
  file: NormFile,
  shipped = false,
): Promise<Output<typeof contract.importNorm>> {
  await lockLibrary(tx)
  const digest = normDigest(file)
  const editions = await selectEditions(tx, { code: file.norm })
  const known = await findByDigest(tx, file.norm, digest)
  if (known) {
    const name = editions.find((one) => one.id === known)!.name
    return { editionId: known, code: file.norm, edition: name, known: true }
  }
  const name = nameOf(
    file,
    editions.map((one) => one.name),
  )
  const editionId = await insertEdition(tx, file, { name, digest, shipped, recordedBy: actor.id })
  await audit(tx, actor, {
    action: shipped ? 'norm.ship' : 'norm.add',
    entity: 'norm_edition',
    entityId: editionId,
    after: { code: file.norm, title: file.title.zh, edition: name, clauses: file.articles.length, digest },
  })
  return { editionId, code: file.norm, edition: name, known: false }
}

/** The name that the file gives unless it is taken; else the next number. */
function nameOf(file: NormFile, taken: readonly string[]): string {
  if (file.edition && !taken.includes(file.edition)) return file.edition
  const base = file.edition ? `${file.edition}-` : ''
  for (let n = taken.length + 1; ; n++) if (!taken.includes(`${base}${n}`)) return `${base}${n}`
}

export async function listNormsVerb(db: Db): Promise<Output<typeof contract.listNorms>> {
  const rows = await selectEditions(db)
  const norms = new Map<string, Output<typeof contract.listNorms>['items'][number]>()
  for (const { id, normId, code, title, titleEn, kind, shipped, name, clauses, note, recordedAt } of rows) {
    const known = norms.get(normId)
    const edition = { id, name, clauses, note, recordedAt }
    if (known) known.editions.push(edition)
    else
      norms.set(normId, {
        id: normId,
        code,
        title,
        titleEn,
        kind: kind as 'standard',
        shipped,
        editions: [edition],
      })
  }
  return { items: [...norms.values()] }
}

const tell = (actor: Actor, one: Trouble) => ({
  line: one.line,
  at: one.at,
  code: one.code,
  message: say(actor.locale, `norm:file.${one.code}`, { at: one.at, detail: one.detail }),
})

/** What importing would do, and everything that is in its way. Writes nothing. */
export async function checkNormVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.checkNorm>,
): Promise<Output<typeof contract.checkNorm>> {
  const { file, troubles } = readNorm(input.yaml)
  if (!file) return { ok: false, troubles: troubles.map((one) => tell(actor, one)), norm: null }
  const editions = await selectEditions(tx, { code: file.norm })
  const known = await findByDigest(tx, file.norm, normDigest(file))
  const before = new Map(
    editions[0] ? (await selectClauses(tx, editions[0].id)).map((one) => [one.code, canonicalText(one)]) : [],
  )
  const now = new Map(file.articles.map((one) => [one.id, canonicalText(fromFile(one))]))
  return {
    ok: true,
    troubles: [],
    norm: {
      code: file.norm,
      title: file.title.zh,
      edition: known
        ? editions.find((one) => one.id === known)!.name
        : nameOf(
            file,
            editions.map((one) => one.name),
          ),
      clauses: file.articles.length,
      known: known !== undefined,
      added: [...now.keys()].filter((code) => !before.has(code)),
      changed: [...now]
        .filter(([code, text]) => before.has(code) && before.get(code) !== text)
        .map(([code]) => code),
      gone: [...before.keys()].filter((code) => !now.has(code)),
    },
  }
}

const fromFile = (one: NormFile['articles'][number]) => ({
  article: one.number,
  gist: one.gist.zh,
  type: one.type,
  actors: one.actor,
  frequency: one.frequency,
  figures: one.figures ?? {},
  capability: one.capability,
  evidence: one.evidence?.zh ?? '',
})

/** @throws norm.bad_file (422), naming the first place */
export async function importNormVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.importNorm>,
): Promise<Output<typeof contract.importNorm>> {
  const { file, troubles } = readNorm(input.yaml)
  if (!file) {
    const first = tell(actor, troubles[0]!)
    throw new AppError('norm.bad_file', {
      status: 422,
      field: 'yaml',
      params: { n: troubles.length, line: first.line ?? 0, what: first.message },
    })
  }
  return taken(tx, actor, file)
}

/** The same by form. @throws http.invalid_input (422), naming each field */
export async function addNormVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.addNorm>,
): Promise<Output<typeof contract.addNorm>> {
  return taken(tx, actor, input)
}

async function taken(tx: Tx, actor: Actor, file: NormFile): Promise<Output<typeof contract.importNorm>> {
  const kept = await keep(tx, actor, file)
  // that nothing had to be done is worth knowing, too
  if (kept.known)
    await audit(tx, actor, {
      action: 'norm.add-again',
      entity: 'norm_edition',
      entityId: kept.editionId,
      after: { code: kept.code, edition: kept.edition },
    })
  return kept
}
