import { randomFillSync } from 'node:crypto'

const pool = new Uint8Array(4096)
let at = pool.length
let last = 0
let count = 0

/**
 * A uuid version 7 (RFC 9562 §5.7). Those of one process rise strictly, also within a millisecond and when the clock is set
 * back, so that index inserts stay local and what was made first sorts first: the twelve bits after the version count on
 * from a random start (§6.2, method 1), and borrow from the next millisecond.
 * With `of`, one for that point of time (ms since 1970), random within its millisecond.
 */
export function newId(of?: number): string {
  if (at + 10 > pool.length) {
    randomFillSync(pool)
    at = 0
  }
  const b = pool.subarray(at, (at += 10))
  if (of === undefined) rise(b)
  b[0] = (b[0]! & 0x0f) | 0x70
  b[2] = (b[2]! & 0x3f) | 0x80
  const t = (of ?? last).toString(16).padStart(12, '0')
  const r = Buffer.from(b).toString('hex')
  return `${t.slice(0, 8)}-${t.slice(8)}-${r.slice(0, 4)}-${r.slice(4, 8)}-${r.slice(8)}`
}

/** Counts on from the id before, and puts the count into the first twelve bits of `b`. */
function rise(b: Uint8Array): void {
  const now = Date.now()
  if (now > last) {
    last = now
    // begins in the lower half of the range: a busy millisecond has room to count
    count = ((b[0]! & 0x07) << 8) | b[1]!
  } else if (++count > 0xfff) {
    last++
    count = 0
  }
  b[0] = count >> 8
  b[1] = count & 0xff
}
