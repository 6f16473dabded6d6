/**
 * Tokens of Chinese and English text. Pure.
 *
 * Chinese has no spaces, so a run of Han characters is kept as its bigrams ("网络故障" → 网络 络故 故障) and its last
 * character alone, so that a lone character is a prefix of some token wherever it stands. Words and numbers
 * are kept lower-cased and whole; parts joined by a connector ("INC-20261121-0001", "10.1.2.3") are kept one by
 * one and as adjacent pairs, which is the bigram idea once more: any joined stretch of them can be found.
 * Everything is counted in code points, so that emoji and characters beyond the BMP behave like any other.
 */

/** Longest word token in code points; longer words are cut here and rechecked against the text. */
export const MAX_WORD = 64
/** Most distinct tokens of one document, and their bytes together (a tsvector holds 1 MB at most). */
export const MAX_TOKENS = 16_384
export const MAX_TOKEN_BYTES = 512 * 1024
/** Longest query looked at, in code points, and most tokens taken from it. */
export const MAX_QUERY = 200
export const MAX_QUERY_TOKENS = 24

const HAN =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u30fc\\p{Script=Hangul}\\p{Script=Bopomofo}\\p{Script=Yi}' +
  '\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}' +
  // rare personal names live in the private use area and in planes that this runtime may not know yet
  '\\p{Co}\\u{20000}-\\u{3fffd}\\p{Extended_Pictographic}\\p{Emoji_Modifier}\\p{Regional_Indicator}'
const WORD = `[[\\p{L}\\p{N}\\p{M}]--[${HAN}]]`
const RUNS = new RegExp(`(?<han>[${HAN}]+)|(?<word>${WORD}+(?:[\\-_.\\/@]${WORD}+)*)`, 'gv')
// controls, zero-width characters, variation selectors, lone surrogates: never seen, so never searched for

const INVISIBLE =
  /[\u0000-\u0008\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}\p{Cs}]/gu

/** A token a document must have; `prefix` tokens match every token that begins with them. */
export interface QueryToken {
  text: string
  prefix: boolean
  /** tokens of one run of the query occur together, those of different runs by chance */
  run: number
}

/** `must` all match in the index; `recheck` must all be contained in the normalised text. */
export interface QueryTokens {
  must: QueryToken[]
  recheck: string[]
}

/** A stretch of text that is tokenized as one: a run of Han characters or a (joined) word. */
export interface Run {
  kind: 'han' | 'word'
  text: string
}

/**
 * The form in which texts are compared: NFKC (full-width letters and digits become half-width), case-folded,
 * invisible and control characters removed, white space single.
 */
export function normalise(text: string): string {
  return fold(text.normalize('NFKC').replace(INVISIBLE, '')).replace(/\s+/gu, ' ').trim()
}

/** Case folding by way of upper case, so that ß meets SS and every sigma is one. */
export function fold(text: string): string {
  return text.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC')
}

/** The runs of an already normalised text, in order. */
export function runs(normalised: string): Run[] {
  const found: Run[] = []
  for (const match of normalised.matchAll(RUNS)) {
    found.push({ kind: match.groups?.['han'] === undefined ? 'word' : 'han', text: match[0] })
  }
  return found
}

/**
 * Tokens of a text for the index, distinct, in order of appearance. Bounded by MAX_TOKENS and MAX_TOKEN_BYTES:
 * what comes after (tens of thousands of characters on) is not indexed.
 */
export function tokenize(text: string): string[] {
  const tokens = new Set<string>()
  let bytes = 0
  for (const run of runs(normalise(text))) {
    for (const token of run.kind === 'han' ? hanTokens(run.text) : wordTokens(run.text)) {
      if (tokens.has(token)) continue
      bytes += Buffer.byteLength(token)
      if (tokens.size >= MAX_TOKENS || bytes > MAX_TOKEN_BYTES) return [...tokens]
      tokens.add(token)
    }
  }
  return [...tokens]
}

function hanTokens(run: string): string[] {
  const chars = [...run]
  const tokens: string[] = []
  for (let i = 0; i + 1 < chars.length; i++) tokens.push(chars[i]! + chars[i + 1]!)
  tokens.push(chars.at(-1)!)
  return tokens
}

function wordTokens(run: string): string[] {
  const parts = split(run)
  const tokens = parts.filter((_, i) => i % 2 === 0).map(cut)
  for (let i = 0; i + 2 < parts.length; i += 2) tokens.push(pair(parts, i))
  return tokens
}

/** "a-b.c" → ["a", "-", "b", ".", "c"] */
function split(run: string): string[] {
  return run.split(/([-_./@])/)
}

function pair(parts: string[], i: number): string {
  return cut(parts[i]!) + parts[i + 1]! + cut(parts[i + 2]!)
}

function cut(word: string): string {
  return word.length <= MAX_WORD ? word : [...word].slice(0, MAX_WORD).join('')
}

/**
 * What a document must contain to match `q`: every run of the query. Runs of three and more Han characters,
 * joined words of three and more parts and over-long words are only narrowed down by the index and then
 * rechecked as a whole. A lone Han character and words of three letters and more match as prefixes.
 * An empty `must` means that the query holds nothing that can be searched for.
 */
export function queryTokens(q: string): QueryTokens {
  const must = new Map<string, QueryToken>()
  const recheck = new Set<string>()
  for (const [number, run] of queryRuns(q).entries()) {
    const tokens = run.kind === 'han' ? hanQuery(run.text) : wordQuery(run.text)
    for (const token of tokens.must) {
      const known = must.get(token.text)
      if (known === undefined && must.size < MAX_QUERY_TOKENS) must.set(token.text, { ...token, run: number })
      else if (known !== undefined) known.prefix &&= token.prefix
      else recheck.add(run.text)
    }
    if (tokens.recheck) recheck.add(run.text)
  }
  return { must: [...must.values()], recheck: [...recheck] }
}

/** The runs of a query, cut to MAX_QUERY code points. */
export function queryRuns(q: string): Run[] {
  // the first cut keeps a megabyte of pasted text from being normalised at all
  const bounded = [...normalise([...q.slice(0, MAX_QUERY * 4)].slice(0, MAX_QUERY).join(''))].slice(
    0,
    MAX_QUERY,
  )
  return runs(bounded.join(''))
}

/** Before its run is known by number. */
type Wanted = Omit<QueryToken, 'run'>

function hanQuery(run: string): { must: Wanted[]; recheck: boolean } {
  const chars = [...run]
  if (chars.length === 1) return { must: [{ text: run, prefix: true }], recheck: false }
  const must: Wanted[] = []
  // bigrams side by side are enough, since the whole run is rechecked; the last one ends with the run
  for (let i = 0; i < chars.length; i += 2) {
    const at = Math.min(i, chars.length - 2)
    must.push({ text: chars[at]! + chars[at + 1]!, prefix: false })
  }
  return { must, recheck: chars.length > 2 }
}

function wordQuery(run: string): { must: Wanted[]; recheck: boolean } {
  const parts = split(run)
  const tooLong = parts.some((part) => part.length > MAX_WORD)
  if (parts.length === 1) {
    const text = cut(run)
    return { must: [{ text, prefix: text.length >= 3 && /\p{L}/u.test(text) }], recheck: tooLong }
  }
  const must: Wanted[] = []
  for (let i = 0; i + 2 < parts.length; i += 2) must.push({ text: pair(parts, i), prefix: false })
  return { must, recheck: tooLong || parts.length > 3 }
}
