/** Proofs by hand: filed by who answers for the clause, looked at by somebody else, valid for a time. */
import { audit } from '#kernel/audit/index.ts'
import type { Db, Tx } from '#kernel/db/index.ts'
import { AppError, notFound } from '#kernel/errors/index.ts'
import { attachUpload, listFiles, openFile } from '#kernel/files/index.ts'
import type { Input, Output } from '#kernel/http/endpoint.ts'
import type { Download, Upload } from '#kernel/http/index.ts'
import { notify } from '#kernel/notify/index.ts'
import { holdersOf, spokenName, type Actor } from '#kernel/permission/index.ts'
import type { ProofRecord } from './contract.ts'
import { accessAdoption, accessClause, answers, manages, reviews, stale } from './policy.ts'
import { restate } from './restate.ts'
import { selectResponsible, type AdoptionRow } from './store/adoption.ts'
import * as store from './store/proof.ts'
import type * as contract from './work-contract.ts'

const entity = 'norm_proof'

function abilitiesOf(actor: Actor, adoption: AdoptionRow, row: store.ProofRow): ProofRecord['abilities'] {
  const own = actor.id !== null && row.filedBy.id === actor.id
  const out: ProofRecord['abilities'] = []
  if (row.state === 'waiting' && !own && reviews(actor, adoption.orgPath)) out.push('review')
  if (own && row.state === 'waiting') out.push('attach')
  if ((row.state === 'waiting' || row.state === 'accepted') && (own || manages(actor, adoption.orgPath)))
    out.push('withdraw')
  return out
}

export async function presentProofs(
  db: Db,
  actor: Actor,
  adoption: AdoptionRow,
  rows: readonly store.ProofRow[],
): Promise<ProofRecord[]> {
  const files = await listFiles(
    db,
    entity,
    rows.map((row) => row.id),
  )
  return rows.map(({ adoptionId: _adoption, ...row }) => ({
    ...row,
    files: files.get(row.id) ?? [],
    abilities: abilitiesOf(actor, adoption, { ...row, adoptionId: adoption.id }),
  }))
}

async function access(
  db: Db | Tx,
  actor: Actor,
  id: string,
  lock = false,
): Promise<{ adoption: AdoptionRow; row: store.ProofRow }> {
  const [row] = await store.selectProofs(db, { id, lock })
  if (!row) throw notFound('norm')
  return { row, adoption: await accessAdoption(db, actor, row.adoptionId) }
}

async function presentAgain(tx: Tx, actor: Actor, id: string): Promise<ProofRecord> {
  const { adoption, row } = await access(tx, actor, id)
  return (await presentProofs(tx, actor, adoption, [row]))[0]!
}

/** @throws norm.not_found (404), norm.not_allowed (403): not responsible for the clause */
export async function fileProofVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.fileProof>,
): Promise<Output<typeof contract.fileProof>> {
  const { adoption, clause } = await accessClause(tx, actor, input)
  const responsible = (await selectResponsible(tx, adoption.id)).get(clause.id) ?? []
  if (!answers(actor, adoption.orgPath, responsible) || actor.id === null)
    throw new AppError('norm.not_allowed', { status: 403 })
  const { kind, statement, link, says, validFrom, validUntil } = input
  const id = await store.insertProof(tx, {
    adoptionId: adoption.id,
    clauseId: clause.id,
    kind,
    statement,
    link,
    says,
    validFrom,
    validUntil,
    filedBy: actor.id,
  })
  await audit(tx, actor, {
    action: 'norm.file-proof',
    entity,
    entityId: id,
    orgId: adoption.org.id,
    after: { clause: clause.code, kind, statement, link, says, validFrom, validUntil },
  })
  await notify(tx, {
    to: (await holdersOf(tx, { permission: 'norm.review' }, adoption.orgPath)).filter(
      (one) => one !== actor.id,
    ),
    textKey: 'norm:notify.proof',
    params: { clause: clause.article, norm: adoption.title, actor: spokenName(actor) },
    entity: 'norm-adoption',
    entityId: adoption.id,
    dedupeKey: `norm.proof:${id}`,
  })
  return presentAgain(tx, actor, id)
}

/** @throws norm.not_found (404), norm.not_allowed (403): one's own, or no reviewer; norm.not_waiting (409), norm.version_stale (412) */
export async function reviewProofVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.reviewProof>,
): Promise<Output<typeof contract.reviewProof>> {
  const { adoption, row } = await access(tx, actor, input.id, true)
  if (row.filedBy.id === actor.id || !reviews(actor, adoption.orgPath))
    throw new AppError('norm.not_allowed', { status: 403 })
  if (row.version !== input.version) throw stale(row.version)
  if (row.state !== 'waiting') throw new AppError('norm.not_waiting', { status: 409, field: 'state' })
  const state = input.accept ? 'accepted' : 'refused'
  await store.endProof(tx, row.id, { state, by: actor.id, note: input.note })
  await audit(tx, actor, {
    action: 'norm.review-proof',
    entity,
    entityId: row.id,
    orgId: adoption.org.id,
    before: { state: row.state },
    after: { state, note: input.note },
  })
  await restate(tx, adoption, row.clauseId, actor.id)
  await notify(tx, {
    to: [row.filedBy.id],
    textKey: input.accept ? 'norm:notify.accepted' : 'norm:notify.refused',
    params: { norm: adoption.title, actor: spokenName(actor), note: input.note },
    entity: 'norm-adoption',
    entityId: adoption.id,
    dedupeKey: `norm.reviewed:${row.id}:${row.version}`,
  })
  return presentAgain(tx, actor, row.id)
}

/** @throws norm.not_found (404), norm.not_allowed (403), norm.not_waiting (409), norm.version_stale (412) */
export async function withdrawProofVerb(
  tx: Tx,
  actor: Actor,
  input: Input<typeof contract.withdrawProof>,
): Promise<Output<typeof contract.withdrawProof>> {
  const { adoption, row } = await access(tx, actor, input.id, true)
  if (row.filedBy.id !== actor.id && !manages(actor, adoption.orgPath))
    throw new AppError('norm.not_allowed', { status: 403 })
  if (row.version !== input.version) throw stale(row.version)
  if (row.state !== 'waiting' && row.state !== 'accepted')
    throw new AppError('norm.not_waiting', { status: 409, field: 'state' })
  await store.endProof(tx, row.id, { state: 'withdrawn', by: actor.id, note: '' })
  await audit(tx, actor, {
    action: 'norm.withdraw-proof',
    entity,
    entityId: row.id,
    orgId: adoption.org.id,
    before: { state: row.state },
    after: { state: 'withdrawn' },
  })
  await restate(tx, adoption, row.clauseId, actor.id)
  return presentAgain(tx, actor, row.id)
}

/** Only who filed it adds files, and only until it is reviewed: what was accepted stays what it was. */
export async function attachToProofVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.attachToProof> & { upload: Upload },
): Promise<Output<typeof contract.attachToProof>> {
  return attachUpload(db, actor, input.upload, {
    entity,
    access: async (at) => {
      const { adoption, row } = await access(at, actor, input.id)
      if (!abilitiesOf(actor, adoption, row).includes('attach'))
        throw new AppError('norm.not_allowed', { status: 403 })
      return row
    },
  })
}

/** @throws norm.not_found, files.not_found (404) */
export async function downloadFromProofVerb(
  db: Db,
  actor: Actor,
  input: Input<typeof contract.downloadFromProof>,
): Promise<Download> {
  const { row } = await access(db, actor, input.id)
  return openFile(db, input.fileId, { entity, entityId: row.id }, { inline: input.inline ?? false })
}
