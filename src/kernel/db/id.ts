import { randomFillSync } from 'node:crypto'

const pool = new Uint8Array(4096)
let at = pool.length

/** A uuid version 7 (RFC 9562 §5.7): time-ordered to the millisecond, so that index inserts stay local. */
export function newId(now: number = Date.now()): string {
  if (at + 10 > pool.length) {
    randomFillSync(pool)
    at = 0
  }
  const b = pool.subarray(at, (at += 10))
  const t = now.toString(16).padStart(12, '0')
  b[0] = (b[0]! & 0x0f) | 0x70
  b[2] = (b[2]! & 0x3f) | 0x80
  const r = Buffer.from(b).toString('hex')
  return `${t.slice(0, 8)}-${t.slice(8)}-${r.slice(0, 4)}-${r.slice(4, 8)}-${r.slice(8)}`
}
