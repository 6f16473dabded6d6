import { mkdtempSync, rmSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openFileStore } from '#kernel/files/index.ts'
import { testApp, type Caller, type TestApp } from '#kernel/testing/index.ts'
import { fileOwn, refusals } from './testing/doors.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'zy-uploads-'))
const maxUploadBytes = 2 * 2 ** 20
let test: TestApp
let caller: Caller
let url: string

beforeAll(async () => {
  test = await testApp()
  openFileStore({ dataDir, maxUploadBytes })
  caller = await test.as('req01')
  url = `/api/v1/incidents/${(await fileOwn(caller)).id}/attachments`
})
afterAll(async () => {
  await test.close()
  rmSync(dataDir, { recursive: true, force: true })
})

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const exe = Buffer.concat([Buffer.from('MZ\x90\x00\x03\x00\x00\x00', 'latin1'), Buffer.alloc(600)])
const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
const html = Buffer.from('<!doctype html><script>alert(1)</script>')

/** One part of a form, as a browser writes it. */
function form(name: string, type: string, content: Buffer, field = 'file'): Buffer {
  const disposition = `form-data; name="${field}"; filename="${name.replaceAll('"', '%22')}"`
  const head = `--b\r\nContent-Disposition: ${disposition}\r\nContent-Type: ${type}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), content, Buffer.from('\r\n--b--\r\n')])
}

const send = (payload: Buffer, headers: Record<string, string> = {}, to = url) =>
  caller.inject({
    method: 'POST',
    url: to,
    payload,
    headers: { 'content-type': 'multipart/form-data; boundary=b', ...headers },
  })

/** A zip whose single entry claims and holds far more than its bytes. */
function bomb(): Buffer {
  const packed = deflateRawSync(Buffer.alloc(50 * 2 ** 20))
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(8, 8)
  header.writeUInt32LE(packed.length, 18)
  header.writeUInt32LE(0xfffffff0, 22)
  header.writeUInt16LE(1, 26)
  return Buffer.concat([header, Buffer.from('a'), packed])
}

describe('an upload', () => {
  const lies: [string, string, string, Buffer][] = [
    ['a program as a picture', 'cat.png', 'image/png', exe],
    ['a program under its own name', 'tool.exe', 'application/octet-stream', exe],
    ['a double extension', 'report.pdf.exe', 'application/pdf', exe],
    ['a program behind a harmless extension', 'tool.exe.png', 'image/png', exe],
    ['a name that reads backwards', 'photo\u202egnp.exe', 'image/png', exe],
    ['a page', 'page.html', 'text/html', html],
    ['a drawing with a script', 'logo.svg', 'image/svg+xml', svg],
    ['a drawing as a picture', 'logo.png', 'image/png', svg],
    ['a page that is declared as one', 'notes.txt', 'text/html', html],
    ['a picture as text', 'notes.txt', 'text/plain', png],
    ['a picture as a document', 'report.pdf', 'application/pdf', png],
    ['an empty file', 'empty.png', 'image/png', Buffer.alloc(0)],
    ['no name', '', 'image/png', png],
    ['a name of dots', '...', 'image/png', png],
    ['a name without extension', 'README', 'text/plain', Buffer.from('x')],
    ['a NUL in the name', 'a.png\u0000.exe', 'image/png', exe],
    ['more than the limit', 'big.png', 'image/png', Buffer.concat([png, Buffer.alloc(maxUploadBytes)])],
  ]

  it.each(lies)('that is %s is refused and leaves nothing', async (_what, name, type, content) => {
    await refusals(test, async (refused) => refused(name, await send(form(name, type, content))))
    const left = await readdir(path.join(dataDir, 'files', 'tmp')).catch(() => [])
    expect(left).toEqual([])
  })

  it('that is no whole form is refused', async () => {
    const whole = form('a.png', 'image/png', png)
    await refusals(test, async (refused) => {
      refused('cut off', await send(whole.subarray(0, whole.length - 20)))
      refused('cut off in the head', await send(whole.subarray(0, 30)))
      refused('no boundary', await send(whole, { 'content-type': 'multipart/form-data' }))
      refused(
        'another boundary',
        await send(whole, { 'content-type': 'multipart/form-data; boundary=other' }),
      )
      refused('nothing', await send(Buffer.alloc(0)))
      refused('a prototype as field', await send(form('a.png', 'image/png', png, '__proto__')))
      const field = Buffer.from('--b\r\nContent-Disposition: form-data; name="file"\r\n\r\ntext\r\n--b--\r\n')
      refused('a text field', await send(field))
      refused('JSON', await send(Buffer.from('{}'), { 'content-type': 'application/json' }))
    })
  })

  it('does not escape by its name, and comes back as data only', async () => {
    for (const name of [
      '../../../etc/cron.d/x.png',
      '..\\..\\boot.png',
      '/etc/x.png',
      '<img src=x onerror=alert(1)>.png',
      'a"b;c\r\nX-Evil: 1.png',
      'CON.png',
      '😀'.repeat(300) + '.png',
    ]) {
      const response = await send(form(name.replaceAll('\r\n', '%0D%0A'), 'image/png', png))
      expect(response.statusCode, `${name}: ${response.body}`).toBe(201)
      const file = response.json<{ id: string; name: string }>()
      expect(file.name).not.toMatch(/[/\\<>"\r\n\u0000]/)
      const download = await caller.inject({ method: 'GET', url: `${url}/${file.id}` })
      expect(download.statusCode).toBe(200)
      expect(download.rawPayload.equals(png)).toBe(true)
      expect(download.headers).toMatchObject({
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'private, no-store',
      })
      expect(download.headers['content-disposition']).toMatch(/^attachment; filename\*=UTF-8''[\w%.!~-]+$/)
      expect(download.headers['x-evil']).toBeUndefined()
    }
  })

  it('of text that looks like a page is offered as text, to keep, never to run', async () => {
    const response = await send(form('notes.txt', 'text/plain', html))
    expect(response.statusCode, response.body).toBe(201)
    const download = await caller.inject({
      method: 'GET',
      url: `${url}/${response.json<{ id: string }>().id}`,
    })
    expect(download.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(download.headers['content-disposition']).toMatch(/^attachment/)
  })

  it('of an archive is never unpacked', async () => {
    const before = process.cpuUsage()
    const response = await send(form('logs.zip', 'application/zip', bomb()))
    expect([201, 415, 422]).toContain(response.statusCode)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1000).toBeLessThan(5000)
  })

  it('to what one cannot see is refused', async () => {
    const other = await test.as('req02')
    const options = {
      payload: form('a.png', 'image/png', png),
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
    }
    await refusals(test, async (refused) =>
      refused('req02', await other.inject({ method: 'POST', url, ...options })),
    )
  })
})

describe('stored text', () => {
  it('that a browser could run comes back as the same data, in JSON that it will not sniff', async () => {
    const title = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
    const description =
      "</script><svg onload=alert(3)> javascript:alert(4) {{7*7}} ${7*7} =cmd|' /C calc'!A0 \u2028\u2029"
    const { id } = await fileOwn(caller, { title, description })
    const response = await caller.inject({ method: 'GET', url: `/api/v1/incidents/${id}` })
    expect(response.json()).toMatchObject({ title, description: description.trim() })
    expect(response.headers['content-type']).toMatch(/^application\/json/)
    expect(response.headers['x-content-type-options']).toBe('nosniff')
  })
})
