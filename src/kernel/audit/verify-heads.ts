import type { Db } from '../db/index.ts'
import { readHeads, type Head } from './heads.ts'
import { readHeadRows, sealHashes, sealTip } from './store/seal.ts'
import type { Findings } from './findings.ts'

/** A head this old must be in the file: sealer and verification run side by side. */
const GRACE_MS = 60_000

/**
 * Compares the heads file with the seals: a head without its seal at the end is a tail that was cut off, a head with
 * another hash a seal that was replaced (also a tail that was cut off and grown anew), a seal without its head a
 * shortened file. The file is streamed.
 */
export async function verifyHeads(db: Db, file: string, now: Date, findings: Findings): Promise<void> {
  const tip = (await sealTip(db))?.seq ?? 0
  let next = 1
  let batch: Head[] = []
  const flush = async (): Promise<void> => {
    await compare(db, batch, tip, findings)
    batch = []
  }
  for await (const head of readHeads(file)) {
    // half a line after a power cut: its seal has another, whole line, or is reported as without head
    if (!head) continue
    for (; next < head.seq && head.seq <= tip; next++)
      findings.add({ kind: 'head', sealSeq: next, detail: 'missing' })
    if (head.seq === next) next++
    batch.push(head)
    if (batch.length === 1000) await flush()
  }
  await flush()
  for (let seq = next - 1; ;) {
    const rows = await readHeadRows(db, seq, 1000)
    for (const row of rows) {
      if (now.getTime() - Date.parse(row.sealedAt) > GRACE_MS)
        findings.add({ kind: 'head', sealSeq: row.seq, detail: 'missing' })
    }
    if (rows.length < 1000) break
    seq = rows.at(-1)!.seq
  }
}

async function compare(db: Db, heads: readonly Head[], tip: number, findings: Findings): Promise<void> {
  if (heads.length === 0) return
  const hashes = await sealHashes(
    db,
    heads.map((head) => head.seq),
  )
  for (const head of heads) {
    const hash = hashes.get(head.seq)
    if (hash === head.hash) continue
    // seals missing in the middle are named by the walk along the chain
    if (hash !== undefined) findings.add({ kind: 'seal_changed', sealSeq: head.seq, detail: 'head' })
    else if (head.seq > tip)
      findings.add({ kind: 'tail_cut', sealSeq: head.seq, detail: `entries:${head.firstId}-${head.lastId}` })
  }
}
