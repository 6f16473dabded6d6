/**
 * How measured values are packed: raw ones in chunks of five minutes, figures of spans in blocks. Pure. A check that is
 * asked every ten seconds takes about 100 bytes in five minutes.
 */
import { Figures } from './history-figures.ts'

export interface Sample {
  /** milliseconds since the chunk began */
  at: number
  /** null: there was no answer to measure */
  value: number | null
  /** 0 ok, 1 warning, 2 critical, 3 unknown */
  state: number
}

/** Grows as it is written to. */
class Writer {
  #bytes = Buffer.allocUnsafe(256)
  #length = 0

  byte(value: number): void {
    this.#room(1)
    this.#bytes[this.#length++] = value
  }

  /** 7 bits a byte, the lowest first. @param value a safe integer ≥ 0 */
  count(value: number): void {
    let rest = value
    while (rest >= 128) {
      this.byte((rest % 128) | 128)
      rest = Math.floor(rest / 128)
    }
    this.byte(rest)
  }

  /** Small numbers of either sign stay short. @param value |value| < 2^52 */
  signed(value: number): void {
    this.count(value < 0 ? -2 * value - 1 : 2 * value)
  }

  double(value: number): void {
    this.#room(8)
    this.#bytes.writeDoubleLE(value, this.#length)
    this.#length += 8
  }

  done(): Buffer {
    return Buffer.from(this.#bytes.subarray(0, this.#length))
  }

  #room(more: number): void {
    if (this.#length + more <= this.#bytes.length) return
    const bigger = Buffer.allocUnsafe(this.#bytes.length * 2 + more)
    this.#bytes.copy(bigger, 0, 0, this.#length)
    this.#bytes = bigger
  }
}

class Reader {
  readonly #bytes: Buffer
  #at = 0

  constructor(bytes: Buffer) {
    this.#bytes = bytes
  }

  byte(): number {
    const value = this.#bytes[this.#at++]
    if (value === undefined) throw new RangeError('a packed history ends too early')
    return value
  }

  count(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.byte()
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }

  signed(): number {
    const value = this.count()
    return value % 2 === 1 ? -(value + 1) / 2 : value / 2
  }

  double(): number {
    const value = this.#bytes.readDoubleLE(this.#at)
    this.#at += 8
    return value
  }

  get ended(): boolean {
    return this.#at >= this.#bytes.length
  }
}

const version = 1
/** Decimal places tried, in this order; what needs more is kept as it is. */
const places = [0, 1, 2, 3, 6] as const
const asIs = 255
const largest = 2 ** 50

/** Places that say all these values exactly; `asIs` where there are none. */
function placesOf(values: readonly number[]): number {
  for (const n of places) {
    const factor = 10 ** n
    if (
      values.every(
        (v) => Math.abs(v) * factor < largest && Math.round(v * factor) / factor === v && !Object.is(v, -0),
      )
    )
      return n
  }
  return asIs
}

function writeValues(out: Writer, values: readonly number[]): void {
  const n = placesOf(values)
  out.byte(n)
  let before = 0
  for (const value of values)
    if (n === asIs) out.double(value)
    else {
      const scaled = Math.round(value * 10 ** n)
      out.signed(scaled - before)
      before = scaled
    }
}

function readValues(from: Reader, count: number): number[] {
  const n = from.byte()
  let before = 0
  return Array.from({ length: count }, () => {
    if (n === asIs) return from.double()
    before += from.signed()
    return before / 10 ** n
  })
}

/** Runs of equal numbers: how many, which. */
function writeRuns(out: Writer, values: readonly number[]): void {
  for (let at = 0; at < values.length;) {
    let end = at + 1
    while (end < values.length && values[end] === values[at]) end++
    out.count((end - at) * 8 + values[at]!)
    at = end
  }
}

function readRuns(from: Reader, count: number): number[] {
  const values: number[] = []
  while (values.length < count) {
    const run = from.count()
    for (let n = Math.floor(run / 8); n > 0; n--) values.push(run % 8)
  }
  return values
}

/** @param samples in the order of their time, one for each moment */
export function packSamples(samples: readonly Sample[]): Buffer {
  const out = new Writer()
  out.byte(version)
  out.count(samples.length)
  let before = 0
  let pace = 0
  for (const { at } of samples) {
    out.signed(at - before - pace)
    pace = at - before
    before = at
  }
  // what is missing is a state of its own: no second list
  writeRuns(
    out,
    samples.map(({ state, value }) => state + (value === null ? 4 : 0)),
  )
  writeValues(
    out,
    samples.flatMap(({ value }) => (value === null ? [] : [value])),
  )
  return out.done()
}

/** @throws RangeError for what packSamples did not make */
export function unpackSamples(bytes: Buffer): Sample[] {
  const from = new Reader(bytes)
  if (from.byte() !== version) throw new RangeError('packed by another version')
  const n = from.count()
  let at = 0
  let pace = 0
  const times = Array.from({ length: n }, () => {
    pace += from.signed()
    return (at += pace)
  })
  const runs = readRuns(from, n)
  const values = readValues(from, runs.filter((run) => run < 4).length)
  let next = 0
  return times.map((time, i) => ({
    at: time,
    state: runs[i]! % 4,
    value: runs[i]! < 4 ? values[next++]! : null,
  }))
}

/** Samples of both, in the order of their time; where both have one of a moment, that of the second. */
export function mergeSamples(first: readonly Sample[], second: readonly Sample[]): Sample[] {
  const all = new Map(first.map((one) => [one.at, one]))
  for (const one of second) all.set(one.at, one)
  return [...all.values()].sort((a, b) => a.at - b.at)
}

/** Figures of spans by the number of the span within the block. */
export function packFigures(block: ReadonlyMap<number, Figures>): Buffer {
  const out = new Writer()
  out.byte(version)
  const spans = [...block].sort(([a], [b]) => a - b)
  const measured = spans.filter(([, f]) => f.n > 0)
  out.count(spans.length)
  for (const [at, f] of spans) {
    out.byte(at)
    out.count(f.results)
    out.count(f.bad)
    out.count(f.n)
    writeHistogram(out, f)
  }
  writeValues(
    out,
    measured.flatMap(([, f]) => [f.min, f.max]),
  )
  for (const [, f] of measured) writeSum(out, f.sum)
  return out.done()
}

/** A sum of values with few places has few places, if it is freed of what adding up has left. */
function writeSum(out: Writer, sum: number): void {
  const thousandths = Math.round(sum * 1000)
  const short = Math.abs(thousandths) < largest && Math.abs(thousandths / 1000 - sum) <= Math.abs(sum) * 1e-12
  out.byte(short ? 1 : 0)
  if (short) out.signed(thousandths)
  else out.double(sum)
}

function writeHistogram(out: Writer, f: Figures): void {
  const pairs = [...f.histogram].sort(([a], [b]) => a - b)
  out.count(pairs.length)
  let before = 0
  for (const [key, count] of pairs) {
    out.signed(key - before)
    out.count(count)
    before = key
  }
}

/** @throws RangeError for what packFigures did not make */
export function unpackFigures(bytes: Buffer): Map<number, Figures> {
  const from = new Reader(bytes)
  if (from.byte() !== version) throw new RangeError('packed by another version')
  const block = new Map<number, Figures>()
  const measured: Figures[] = []
  for (let left = from.count(); left > 0; left--) {
    const at = from.byte()
    const f = new Figures()
    f.results = from.count()
    f.bad = from.count()
    f.n = from.count()
    let key = 0
    for (let pairs = from.count(); pairs > 0; pairs--) {
      key += from.signed()
      f.histogram.set(key, from.count())
    }
    block.set(at, f)
    if (f.n > 0) measured.push(f)
  }
  const bounds = readValues(from, measured.length * 2)
  measured.forEach((f, i) => {
    f.min = bounds[i * 2]!
    f.max = bounds[i * 2 + 1]!
  })
  for (const f of measured) f.sum = from.byte() === 1 ? from.signed() / 1000 : from.double()
  if (!from.ended) throw new RangeError('a packed history goes on after its end')
  return block
}
