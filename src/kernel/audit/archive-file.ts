import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { entryHash, sealHash, type RawEntry } from './canonical.ts'
import type { PublicKey } from './keys.ts'
import { sealBody } from './seal-body.ts'
import { verifySignature } from './sm2.ts'
import type { SealRow } from './store/seal.ts'

/**
 * An exported part of the audit trail, NDJSON, to be verified without the database: `begin` with the public keys, then
 * for every seal its row and those of its entries that are exported, in the order of the seal; `end` with their number.
 */
type Line =
  | { kind: 'begin'; format: 'zy-audit-archive-1'; before: string; keys: PublicKey[] }
  | { kind: 'seal'; seal: Omit<SealRow, 'entry_hashes'> & { entry_hashes: string } }
  | { kind: 'entry'; entry: RawEntry }
  | { kind: 'end'; entries: number }

/** Writes the file (0600, never over an existing one). Close it, also after a failure. */
export class ArchiveWriter {
  readonly #handle: FileHandle
  readonly #hash: Hash = createHash('sm3')
  #entries = 0

  private constructor(handle: FileHandle) {
    this.#handle = handle
  }

  static async begin(file: string, before: string, keys: PublicKey[]): Promise<ArchiveWriter> {
    const writer = new ArchiveWriter(await open(file, 'wx', 0o600))
    await writer.#write([{ kind: 'begin', format: 'zy-audit-archive-1', before, keys }])
    return writer
  }

  async seal(seal: SealRow, entries: readonly RawEntry[]): Promise<void> {
    this.#entries += entries.length
    await this.#write([
      { kind: 'seal', seal: { ...seal, entry_hashes: seal.entry_hashes.toString('base64') } },
      ...entries.map((entry): Line => ({ kind: 'entry', entry })),
    ])
  }

  /** Everything is on the disk when it returns. @returns SM3 of the file, hex */
  async end(): Promise<string> {
    await this.#write([{ kind: 'end', entries: this.#entries }])
    await this.#handle.sync()
    return this.#hash.digest('hex')
  }

  close(): Promise<void> {
    return this.#handle.close()
  }

  async #write(lines: readonly Line[]): Promise<void> {
    const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
    this.#hash.update(text)
    await this.#handle.writeFile(text)
  }
}

export interface CheckedFile {
  entries: number
  fromSeal: number
  toSeal: number
  /** SM3 of the file, hex */
  hash: string
}

/**
 * Reads an exported file back from the disk and compares every entry with its seal, every seal with its signature.
 * @param trusted public keys by id: those of the installation, not those that the file brings along
 * @throws Error naming the line that is not as it was sealed
 */
export async function checkArchive(file: string, trusted: ReadonlyMap<string, string>): Promise<CheckedFile> {
  const hash = createHash('sm3')
  const checked = { entries: 0, fromSeal: 0, toSeal: 0 }
  let expected = new Map<number, string>()
  let ended = false
  let number = 0
  const wrong = (what: string): Error => new Error(`${file}: line ${number}: ${what}`)
  const input = createReadStream(file).on('data', (part) => hash.update(part))
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    number++
    const line = JSON.parse(text) as Line
    if (ended || (number === 1) !== (line.kind === 'begin')) throw wrong('out of place')
    if (line.kind === 'seal') {
      const seal: SealRow = {
        ...line.seal,
        entry_hashes: Buffer.from(line.seal.entry_hashes, 'base64'),
        sealed_at: new Date(line.seal.sealed_at),
      }
      const key = trusted.get(seal.key_id)
      const same = sealHash(sealBody(seal), seal.entry_ids, seal.entry_hashes) === seal.hash
      if (!key || !same || !verifySignature(seal.hash, seal.signature, key)) throw wrong(`seal ${seal.seq}`)
      expected = hashesOf(seal)
      checked.fromSeal ||= seal.seq
      checked.toSeal = seal.seq
    } else if (line.kind === 'entry') {
      if (expected.get(line.entry.id) !== entryHash(line.entry).toString('hex'))
        throw wrong(`entry ${line.entry.id}`)
      expected.delete(line.entry.id)
      checked.entries++
    } else if (line.kind === 'end') {
      ended = true
      if (line.entries !== checked.entries) throw wrong('entries are missing')
    }
  }
  if (!ended) throw wrong('the end is missing')
  return { ...checked, hash: hash.digest('hex') }
}

function hashesOf(seal: SealRow): Map<number, string> {
  return new Map(
    seal.entry_ids.map((id, i) => [id, seal.entry_hashes.subarray(i * 32, i * 32 + 32).toString('hex')]),
  )
}
