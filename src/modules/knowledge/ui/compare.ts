import { diffArrays, diffWordsWithSpace } from 'diff'

export interface Piece {
  text: string
  how: 'same' | 'added' | 'removed'
}
/** A line of the comparison; long stretches without a change are left out, with their number of lines. */
export type Row = { kind: 'same' | 'changed'; pieces: Piece[] } | { kind: 'skipped'; lines: number }

/** Unchanged lines shown before and after a change. */
const around = 2

/**
 * Lines first, then words within lines that were changed. Chinese has no spaces between words, so they are cut by the
 * runtime's own dictionary. Pure.
 */
export function compareLines(before: readonly string[], after: readonly string[]): Row[] {
  const rows: Row[] = []
  let removed: string[] = []
  const flush = (added: string[]) => {
    rows.push(...pairs(removed, added))
    removed = []
  }
  for (const change of diffArrays([...before], [...after])) {
    if (change.removed) removed = change.value
    else if (change.added) flush(change.value)
    else {
      flush([])
      rows.push(...change.value.map((text): Row => ({ kind: 'same', pieces: [{ text, how: 'same' }] })))
    }
  }
  flush([])
  return shortened(rows)
}

/** The n-th line that went and the n-th that came are taken for one that was changed. */
function pairs(removed: readonly string[], added: readonly string[]): Row[] {
  const rows: Row[] = []
  for (let i = 0; i < Math.max(removed.length, added.length); i++)
    rows.push({ kind: 'changed', pieces: words(removed[i] ?? '', added[i] ?? '') })
  return rows
}

function words(before: string, after: string): Piece[] {
  if (before === '') return [{ text: after, how: 'added' }]
  if (after === '') return [{ text: before, how: 'removed' }]
  const intlSegmenter = new Intl.Segmenter('zh', { granularity: 'word' })
  const pieces = diffWordsWithSpace(before, after, { intlSegmenter }).map(
    ({ value, added, removed }): Piece => ({
      text: value,
      how: added ? 'added' : removed ? 'removed' : 'same',
    }),
  )
  // hardly anything in common: two sentences are easier to read than their crumbs
  const kept = pieces.reduce((sum, one) => sum + (one.how === 'same' ? one.text.length : 0), 0)
  if (kept * 3 >= Math.max(before.length, after.length)) return pieces
  return [
    { text: before, how: 'removed' },
    { text: ' ', how: 'same' },
    { text: after, how: 'added' },
  ]
}

function shortened(rows: readonly Row[]): Row[] {
  const near = (i: number) =>
    rows.slice(Math.max(0, i - around), i + around + 1).some((row) => row.kind === 'changed')
  const out: Row[] = []
  for (const [i, row] of rows.entries()) {
    const last = out.at(-1)
    if (near(i)) out.push(row)
    else if (last?.kind === 'skipped') last.lines += 1
    else out.push({ kind: 'skipped', lines: 1 })
  }
  return out
}
