/** Figures of many values that can be added to those of others: count, least, most, sum, and a histogram. Pure. */

/** Neighbouring classes of the histogram lie so far apart: a percentile is right to half of it, 5 %. */
const growth = 1.1
const log = Math.log(growth)
/** Key of the class of values as small as 1e-9; smaller ones count as nothing. */
const shift = 220

function classOf(value: number): number {
  const size = Math.abs(value)
  if (size < 1e-9) return 0
  const key = Math.max(1, Math.ceil(Math.log(size) / log) + shift)
  return value < 0 ? -key : key
}

/** The value that stands for a class: no more than 5 % from any in it. */
function valueOf(key: number): number {
  if (key === 0) return 0
  const size = (2 * growth ** (Math.abs(key) - shift)) / (growth + 1)
  return key < 0 ? -size : size
}

export class Figures {
  /** results, with or without a value, and those that were not ok */
  results = 0
  bad = 0
  /** values */
  n = 0
  min = Infinity
  max = -Infinity
  sum = 0
  /** values of each class */
  readonly histogram = new Map<number, number>()

  /** @param state 0 is ok */
  add(value: number | null, state: number): void {
    this.results++
    if (state !== 0) this.bad++
    if (value === null) return
    this.n++
    this.min = Math.min(this.min, value)
    this.max = Math.max(this.max, value)
    this.sum += value
    const key = classOf(value)
    this.histogram.set(key, (this.histogram.get(key) ?? 0) + 1)
  }

  merge(other: Figures): void {
    this.results += other.results
    this.bad += other.bad
    this.n += other.n
    this.min = Math.min(this.min, other.min)
    this.max = Math.max(this.max, other.max)
    this.sum += other.sum
    for (const [key, count] of other.histogram)
      this.histogram.set(key, (this.histogram.get(key) ?? 0) + count)
  }

  get avg(): number {
    return this.n === 0 ? 0 : this.sum / this.n
  }

  /** The value below which this share of all lies (nearest rank), right to 5 %. @param share 0 to 1 */
  percentile(share: number): number {
    if (this.n === 0) return 0
    const wanted = Math.max(1, Math.ceil(share * this.n))
    let seen = 0
    for (const [key, count] of [...this.histogram].sort(([a], [b]) => a - b)) {
      seen += count
      // never beyond what was measured
      if (seen >= wanted) return Math.min(this.max, Math.max(this.min, valueOf(key)))
    }
    return this.max
  }
}
