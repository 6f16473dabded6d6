import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { mendLinks } from './native.ts'

const folders: string[] = []
afterEach(() => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true })))

/** A package as npm unpacks it: a library, the list of links, and no link. */
function unpacked(): { root: string; spare: string } {
  const root = mkdtempSync(path.join(tmpdir(), 'zy-native-'))
  folders.push(root)
  mkdirSync(path.join(root, 'lib'))
  writeFileSync(path.join(root, 'lib', 'libpq.so.5.18'), 'library')
  const links = [{ source: 'native/lib/libpq.so.5.18', target: 'native/lib/libpq.so.5' }]
  writeFileSync(path.join(root, 'pg-symlinks.json'), JSON.stringify(links))
  return { root, spare: path.join(root, 'spare') }
}

test('links that the install script did not make are made, once', () => {
  const { root, spare } = unpacked()
  expect(mendLinks(root, spare)).toEqual([])
  expect(mendLinks(root, spare)).toEqual([])
  expect(readFileSync(path.join(root, 'lib', 'libpq.so.5'), 'utf8')).toBe('library')
  expect(statSync(spare, { throwIfNoEntry: false })).toBeUndefined()
})

test('a read-only package gets its links elsewhere', () => {
  const { root, spare } = unpacked()
  const readOnly = () => {
    throw Object.assign(new Error('read-only file system'), { code: 'EROFS' })
  }
  expect(mendLinks(root, spare, readOnly)).toEqual([spare])
  expect(readFileSync(path.join(spare, 'libpq.so.5'), 'utf8')).toBe('library')
})
