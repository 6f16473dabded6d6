/** What a bench showed, as a line of a table. */
export interface Figure {
  what: string
  target: string
  measured: string
  /** against the same at another size or without our own part; '' where nothing is compared */
  ratio: string
  ok: boolean
}

export const number = new Intl.NumberFormat('en')
export const two = (n: number): string => n.toFixed(2)
export const median = (values: number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
export const atLeast = (what: string, bar: number, value: number, unit: string): Figure => ({
  what,
  target: `≥ ${number.format(bar)}${unit}`,
  measured: `${number.format(value)}${unit}`,
  ratio: '',
  ok: value >= bar,
})
export const atMost = (what: string, bar: number, value: number, unit: string): Figure => ({
  ...atLeast(what, bar, value, unit),
  target: `≤ ${number.format(bar)}${unit}`,
  ok: value <= bar,
})
