/** Must not begin a line. */
const NO_START = /[，。、；：！？）》」』】〕〉”’％‰…—·,.;:!?)\]}%»°℃\u3001\u3002]/u
/** Must not end a line. */
const NO_END = /[（《「『【〔〈“‘(\[{«￥$#№]/u
const HAN =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff00-\uffef\p{Co}\p{Extended_Pictographic}]/u
const INVISIBLE =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\p{Cs}]/gu

/** Width of a string in points. */
export type Measure = (text: string) => number

/**
 * Breaks a text into lines of at most `width` points. Chinese breaks between any two characters except where
 * punctuation would begin or an opening bracket end a line (避头尾); words break at spaces, over-long ones anywhere.
 * Line breaks of the text are kept. At least one (perhaps empty) line.
 */
export function wrap(text: string, width: number, measure: Measure): string[] {
  return text
    .replace(/\r\n?/g, '\n')
    .replace(INVISIBLE, '')
    .replaceAll('\t', '    ')
    .split('\n')
    .flatMap((line) => wrapLine(line, width, measure))
}

function wrapLine(line: string, width: number, measure: Measure): string[] {
  const lines: string[] = []
  let current = ''
  let used = 0
  for (const piece of pieces(line)) {
    const size = measure(piece)
    if (used + measure(piece.trimEnd()) <= width) {
      current += piece
      used += size
      continue
    }
    if (current !== '') lines.push(current.trimEnd())
    const rest = measure(piece.trimEnd()) <= width ? piece : chop(piece, width, measure, lines)
    current = rest.trimStart()
    used = measure(current)
  }
  if (current !== '' || lines.length === 0) lines.push(current.trimEnd())
  return lines
}

/** The smallest stretches that stay together. */
function pieces(line: string): string[] {
  const out: string[] = []
  let current = ''
  let previous = ''
  for (const char of line) {
    if (current !== '' && mayBreak(previous, char)) {
      out.push(current)
      current = ''
    }
    current += char
    previous = char
  }
  if (current !== '') out.push(current)
  return out
}

function mayBreak(before: string, after: string): boolean {
  if (after === ' ' || NO_START.test(after) || NO_END.test(before)) return false
  return before === ' ' || HAN.test(before) || HAN.test(after)
}

/** Cuts a piece that is wider than a line; full lines go to `lines`, the rest is returned. */
function chop(piece: string, width: number, measure: Measure, lines: string[]): string {
  let current = ''
  let used = 0
  for (const char of piece) {
    const size = measure(char)
    if (used + size > width && current !== '') {
      lines.push(current)
      current = ''
      used = 0
    }
    current += char
    used += size
  }
  return current
}
