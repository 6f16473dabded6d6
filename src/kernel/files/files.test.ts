import { mkdtemp, readdir, readFile, rm, stat, utimes } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { newId, transaction } from '../db/index.ts'
import { systemActor } from '../permission/actor.ts'
import { testDb, type TestDatabase } from '../testing/database.ts'
import { contentPath } from './disk.ts'
import {
  attachFile,
  listFiles,
  openFile,
  openFileStore,
  receiveUpload,
  removeFile,
  saveUpload,
  sweepFiles,
} from './files.ts'
import { TextCheck } from './text-check.ts'
import { judgeType, safeName } from './types.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const actor = systemActor('test')
let database: TestDatabase
let dataDir: string
let root: string

beforeAll(async () => {
  database = await testDb()
})
afterAll(() => database.close())
beforeEach(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'zy-files-'))
  root = path.join(dataDir, 'files')
  openFileStore({ dataDir, maxUploadBytes: 1_000_000 })
})
afterEach(() => rm(dataDir, { recursive: true }))

function upload(fileName: string, content: Buffer | string, declaredType = 'application/octet-stream') {
  const bytes = Buffer.from(content)
  return { fileName, declaredType, stream: Readable.from([bytes.subarray(0, 7), bytes.subarray(7)]) }
}
const save = (
  name: string,
  content: Buffer | string,
  declared?: string,
  owner = { entity: 'ticket', entityId: newId() },
) => transaction(database.db, (tx) => saveUpload(tx, actor, upload(name, content, declared), owner))
const refusal = (name: string, content: Buffer | string, declared?: string) =>
  receiveUpload(upload(name, content, declared)).then(
    () => 'taken',
    (e: { code: string; status: number }) => `${e.status} ${e.code}`,
  )
async function onDisk(): Promise<string[]> {
  const all = await readdir(root, { recursive: true, withFileTypes: true })
  return all.filter((entry) => entry.isFile()).map((entry) => entry.name)
}

describe('attachments', () => {
  it('are stored by content, listed, opened and removed', async () => {
    const owner = { entity: 'ticket', entityId: newId() }
    const file = await save('截图 1.PNG', png, 'image/png', owner)
    expect(file).toMatchObject({ name: '截图 1.PNG', type: 'image/png', size: png.length, inline: true })
    const again = await save('copy.png', png, 'image/png', owner)
    expect(await onDisk()).toEqual([file.sha256])
    expect((await stat(contentPath(root, file.sha256))).mode & 0o777).toBe(0o600)
    expect((await listFiles(database.db, 'ticket', [owner.entityId])).get(owner.entityId)).toHaveLength(2)
    const opened = await openFile(database.db, file.id, owner, { inline: true })
    expect(opened).toMatchObject({ type: 'image/png', inline: true, fileName: '截图 1.PNG' })
    expect((await buffer(opened.content as Readable)).equals(png)).toBe(true)
    await transaction(database.db, (tx) => removeFile(tx, actor, again.id, owner))
    await expect(openFile(database.db, again.id, owner)).rejects.toMatchObject({ code: 'files.not_found' })
  })

  it('are not opened through another owner', async () => {
    const file = await save('a.txt', 'text')
    const other = { entity: 'ticket', entityId: newId() }
    await expect(openFile(database.db, file.id, other)).rejects.toMatchObject({ status: 404 })
  })

  it('say when their content is lost', async () => {
    const owner = { entity: 'ticket', entityId: newId() }
    const file = await save('a.txt', 'lost text', undefined, owner)
    await rm(contentPath(root, file.sha256))
    await expect(openFile(database.db, file.id, owner)).rejects.toMatchObject({ status: 410 })
  })

  it('are offered for saving unless they are images', async () => {
    const owner = { entity: 'ticket', entityId: newId() }
    const file = await save('a.txt', '<script>alert(1)</script>', 'text/plain', owner)
    const opened = await openFile(database.db, file.id, owner, { inline: true })
    expect(opened).toMatchObject({ inline: false, type: 'text/plain; charset=utf-8' })
    await buffer(opened.content as Readable)
  })
})

describe('refusals', () => {
  it.each([
    ['a.png', 'MZ\u0090\u0000 not an image', 'image/png', '422 files.type_mismatch'],
    ['a.pdf', png, 'application/pdf', '422 files.type_mismatch'],
    ['a.jpg', png, 'image/jpeg', '422 files.type_mismatch'],
    ['a.png', png, 'application/pdf', '422 files.type_mismatch'],
    ['a.txt', 'text', 'text/html', '422 files.type_mismatch'],
    ['a.txt', Buffer.from([0x41, 0, 0x42]), 'text/plain', '422 files.type_mismatch'],
    ['a.txt', png, 'text/plain', '422 files.type_mismatch'],
    ['a.docx', 'PK\u0003\u0004 hardly', undefined, '422 files.type_mismatch'],
    ['a.html', '<p>', 'text/html', '415 files.type_not_allowed'],
    ['a.svg', '<svg/>', 'image/svg+xml', '415 files.type_not_allowed'],
    ['a.pdf.exe', 'MZ', undefined, '415 files.type_not_allowed'],
    ['constructor', 'x', undefined, '415 files.type_not_allowed'],
    ['.txt', 'x', undefined, '415 files.type_not_allowed'],
    ['\u202e\u0000', 'x', undefined, '422 files.bad_name'],
    ['a.txt', '', undefined, '422 files.empty'],
    ['a.txt', 'x'.repeat(1_000_001), undefined, '413 files.too_large'],
  ])('%s', async (name, content, declared, expected) => {
    expect(await refusal(name, content, declared)).toBe(expected)
    expect(await onDisk().catch(() => [])).toEqual([])
  })

  it('of a body that the parser cut or the sender broke off leaves nothing', async () => {
    const cut = Object.assign(Readable.from([Buffer.from('half')]), { truncated: true })
    await expect(receiveUpload({ fileName: 'a.txt', declaredType: '', stream: cut })).rejects.toMatchObject({
      status: 413,
    })
    const broken = new Readable({ read() {} })
    broken.push('half')
    setTimeout(() => broken.destroy(Object.assign(new Error('gone'), { code: 'ECONNRESET' })), 20)
    await expect(
      receiveUpload({ fileName: 'a.txt', declaredType: '', stream: broken }),
    ).rejects.toMatchObject({ status: 400 })
    expect(await onDisk()).toEqual([])
  })
})

describe('sweep', () => {
  it('removes old orphans only', async () => {
    const kept = await save('kept.txt', 'kept')
    const orphan = await receiveUpload(upload('orphan.txt', 'orphan'))
    const fresh = await receiveUpload(upload('fresh.txt', 'fresh'))
    const old = new Date(Date.now() - 2 * 86_400_000)
    await utimes(contentPath(root, kept.sha256), old, old)
    await utimes(contentPath(root, orphan.sha256), old, old)
    expect(await sweepFiles(database.db, root)).toBe(1)
    expect((await onDisk()).sort()).toEqual([fresh.sha256, kept.sha256].sort())
    await transaction(database.db, (tx) =>
      attachFile(tx, actor, fresh, { entity: 'ticket', entityId: newId() }),
    )
    expect((await readFile(contentPath(root, fresh.sha256), 'utf8')).toString()).toBe('fresh')
  })
})

describe('types', () => {
  it('knows the encodings that Chinese logs come in', () => {
    const check = (...chunks: Uint8Array[]): boolean => {
      const text = new TextCheck()
      for (const chunk of chunks) text.push(chunk)
      return text.end()
    }
    const utf8 = Buffer.from('磁盘空间不足\n')
    expect(check(utf8.subarray(0, 4), utf8.subarray(4))).toBe(true)
    expect(check(Buffer.from([0xb4, 0xc5]), Buffer.from([0xc5, 0xcc, 0x0d, 0x0a]))).toBe(true)
    expect(check(Buffer.from('\ufeff中', 'utf16le'))).toBe(true)
    expect(check(Buffer.from([0xff, 0xff, 0xff]))).toBe(false)
    expect(check()).toBe(false)
  })
  it('accepts what browsers declare', () => {
    expect(judgeType('a.csv', 'application/vnd.ms-excel', undefined, true).ok).toBe(true)
    expect(judgeType('a.zip', 'application/x-zip-compressed', 'application/zip', false).ok).toBe(true)
    expect(judgeType('公文.ofd', '', 'application/zip', false)).toEqual({ ok: true, type: 'application/ofd' })
  })
  it('makes names safe and keeps their extension', () => {
    expect(safeName('..\\..\\etc/故障 截图.png')).toBe('故障 截图.png')
    expect(safeName('a\u202egnp.txt')).toBe('agnp.txt')
    expect([...safeName(`${'长'.repeat(300)}.docx`)].length).toBe(200)
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const name = safeName(raw)
        return [...name].length <= 200 && !/[/\\\p{Cc}]/u.test(name) && safeName(name) === name
      }),
    )
  })
})
