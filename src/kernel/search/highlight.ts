import { fold, queryRuns, type Run } from './tokens.ts'

/** A stretch of a text for display; `hit` stretches are what the query found. Concatenated they are the text. */
export interface Segment {
  text: string
  hit: boolean
}

/**
 * Splits `text` into segments for showing the matches of `q`, as the search itself would find them:
 * Han runs anywhere, words at the beginning of a word. Pure; the text comes back unchanged and unescaped.
 */
export function highlight(text: string, q: string): Segment[] {
  const { folded, from, to } = foldWithMap(text)
  const hits = new Uint8Array(text.length)
  for (const run of queryRuns(q)) {
    for (let at = folded.indexOf(run.text); at >= 0; at = folded.indexOf(run.text, at + 1)) {
      if (!startsWord(folded, at, run)) continue
      hits.fill(1, from[at]!, to[at + run.text.length - 1]!)
    }
  }
  return segments(text, hits)
}

function startsWord(folded: string, at: number, run: Run): boolean {
  if (run.kind === 'han' || at === 0) return true
  return !/[\p{L}\p{N}\p{M}]$/u.test(folded.slice(Math.max(0, at - 2), at)) || isHan(folded, at)
}

/** A word may follow a Han character directly: 重启OA系统. */
function isHan(folded: string, at: number): boolean {
  return /(?:\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}|\p{Co})$/u.test(
    folded.slice(0, at).slice(-2),
  )
}

/** The folded text, and for each of its UTF-16 units the start and end of what it came from. */
function foldWithMap(text: string): { folded: string; from: number[]; to: number[] } {
  const from: number[] = []
  const to: number[] = []
  let folded = ''
  // character by character with its combining marks: the smallest piece that normalises by itself
  for (const match of text.matchAll(/\P{M}\p{M}*|\p{M}+/gu)) {
    const piece = fold(match[0].normalize('NFKC')).replace(/\s/gu, ' ')
    for (let i = 0; i < piece.length; i++) {
      from.push(match.index)
      to.push(match.index + match[0].length)
    }
    folded += piece
  }
  return { folded, from, to }
}

function segments(text: string, hits: Uint8Array): Segment[] {
  const out: Segment[] = []
  let start = 0
  for (let i = 1; i <= text.length; i++) {
    if (i < text.length && hits[i] === hits[start]) continue
    out.push({ text: text.slice(start, i), hit: hits[start] === 1 })
    start = i
  }
  return out
}
