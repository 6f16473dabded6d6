/** A name as a catalogue of a scanned or extracted document has it, and the text that stands behind it. */
export interface NamedEntry {
  name: string
  description: string
}

/** What was made of a polluted name. `name` is null when nothing of it can be trusted. */
export interface Cleaned {
  name: string | null
  description: string
}

const CJK = /[\u3400-\u9fff]/
const SIGN = /[，。；：、（）()“”—…]/
/** How explanations begin, and names do not. 指 and 含 begin names as well (指接材, 含钒生铁): there, only a sentence explains. */
const EXPLAINS = /^(不?包括|不含|[指含].*[，。；]|见《|以及|——|即|用于)/
/** What no name ends with: a sentence, or a list that goes on. */
const GOES_ON = /([，。；：、—（(]|[及和或与])$/
/** Beginnings of explanations that also begin ordinary words: an extraction that splits there cuts such words off the name. */
const WORD_CUT = /^(指[挥示导针纹南数定]|用于)/

/**
 * Tells whether other text has run into a name, or the name was cut off; undefined when it is clean. Found in catalogues that were
 * extracted from printed tables: a column of explanations whose line follows the name behind a space (`锁 包括指纹锁`), an explanation
 * in place of the name (`包括天文、生物学…`), a name split at a word that looks like the beginning of one (`通信|指挥车`).
 */
export function cleanName(entry: NamedEntry): Cleaned | undefined {
  const name = entry.name.trim()
  const split = splitAt(name)
  if (split) return { name: trustworthy(split.name), description: split.rest }
  if (cutOff(name, entry.description)) {
    const [rest = '', ...more] = entry.description.trim().split(/\s+/)
    return { name: name + rest, description: more.join(' ') }
  }
  if (EXPLAINS.test(name) || GOES_ON.test(name) || SIGN.test(name[0] ?? '') || isPiece(name))
    return { name: null, description: name }
  return undefined
}

/** Where a space parts the name from what is not of it. Spaces beside Latin letters (`KVM 设备`, `医用 X 线设备`) are of the name. */
function splitAt(name: string): { name: string; rest: string } | undefined {
  for (const match of name.matchAll(/\s+/g)) {
    const [left, right] = [name.slice(0, match.index), name.slice(match.index + match[0].length)]
    if (left === '' || right === '' || !ofText(left.at(-1)!)) continue
    if (!ofText(right[0]!) && !endsAsSentence(right)) continue
    // one character on a line of its own: the name itself was wrapped (`生产装 置 纶短纤维装置`)
    const wrapped = /^([\u3400-\u9fff])\s+(?=[\u3400-\u9fff])(.*)$/.exec(right)
    if (wrapped) return { name: left + wrapped[1]!, rest: wrapped[2]! }
    return { name: left, rest: right }
  }
  return undefined
}

function ofText(character: string): boolean {
  return CJK.test(character) || SIGN.test(character)
}

/** Behind a Latin word: a list or a sentence (`VCD、DVD 等设备入此。`), no part of a name (`OK 设备`). */
function endsAsSentence(rest: string): boolean {
  const upTo = rest.split(/(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])/)[0]!
  return /[，。；：、]/.test(upTo)
}

function cutOff(name: string, description: string): boolean {
  const first = description.trim().split(/\s+/)[0] ?? ''
  return first.length <= 15 && WORD_CUT.test(first) && !SIGN.test(first)
}

function trustworthy(name: string): string | null {
  return EXPLAINS.test(name) || GOES_ON.test(name) ? null : name
}

/**
 * A piece from the middle of a long list that looks like a name but for its ends: it stops within a word that stands whole before
 * (`…总装调试设备，飞机总装调试设`), or begins with the last character of one (`电、家用电器、计算机设备、…`).
 */
function isPiece(name: string): boolean {
  const items = name.split(/[，、]/)
  if (items.length < 2 || name.length < 14) return false
  if (items[0]!.length === 1 && items.length > 3) return true
  const end = name.slice(-2)
  const whole = name.indexOf(end)
  return CJK.test(end) && whole < name.length - 2 && CJK.test(name[whole + 2]!)
}
