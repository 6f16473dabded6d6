import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { tryFileLock, withFileLock, type FileLock } from './file-lock.ts'
import { identify, isAlive } from './process-id.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'zy-lock-'))
afterAll(() => rmSync(folder, { recursive: true }))
const held = (lock: ReturnType<typeof tryFileLock>): FileLock => {
  if (!('release' in lock)) throw new Error(`held by ${lock.holder.pid}`)
  return lock
}

test('a lock names its holder and is free after release', () => {
  const file = path.join(folder, 'a')
  const lock = held(tryFileLock(file))
  expect(tryFileLock(file)).toEqual({ holder: identify() })
  lock.release()
  held(tryFileLock(file)).release()
})

test('a recycled pid, another boot and rubbish do not hold a lock', () => {
  const file = path.join(folder, 'b')
  const me = identify()!
  for (const holder of [
    { ...me, start: '1' },
    { ...me, boot: 'another' },
    { pid: 2 ** 22 + 1, start: '1', boot: me.boot },
  ]) {
    writeFileSync(file, JSON.stringify(holder))
    held(tryFileLock(file)).release()
  }
  writeFileSync(file, '')
  expect(tryFileLock(file)).toHaveProperty('holder')
  utimesSync(file, 0, 0)
  held(tryFileLock(file)).release()
})

test('a waiter gets its turn, and one at a time works', async () => {
  const file = path.join(folder, 'c')
  writeFileSync(file, JSON.stringify({ ...identify()!, start: '1' }))
  let inside = 0
  let done = 0
  await Promise.all(
    Array.from({ length: 8 }, () =>
      withFileLock(
        file,
        5000,
        () => new Error('late'),
        async () => {
          expect(++inside).toBe(1)
          await sleep(5)
          inside--
          done++
        },
      ),
    ),
  )
  expect(done).toBe(8)
})

test('a waiter gives up with the error asked for', async () => {
  const file = path.join(folder, 'd')
  const lock = held(tryFileLock(file))
  const waiting = withFileLock(
    file,
    50,
    (holder) => new Error(`busy ${holder.pid}`),
    async () => undefined,
  )
  await expect(waiting).rejects.toThrow(`busy ${process.pid}`)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(identify())
  lock.release()
})

test('processes are told apart by more than their number', () => {
  const me = identify()!
  expect(isAlive(me)).toBe(true)
  expect(isAlive({ ...me, start: '0' })).toBe(false)
  expect(identify(2 ** 22 + 1)).toBeUndefined()
})
