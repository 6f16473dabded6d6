/** What a check answers: the one written form of a value, or why the text is none (a key of this room's `error` texts). */
export type Checked<T = string> = { ok: true; value: T } | { ok: false; code: string }

export const good = <T>(value: T): Checked<T> => ({ ok: true, value })
export const bad = (what: string): { ok: false; code: string } => ({ ok: false, code: `codes.${what}` })

/** Characters that nobody sees: zero width, byte order mark, soft hyphen, directions. They come along when a cell is copied. */
const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g

/**
 * Full-width letters, digits and signs become their ASCII twins (`１２３ＡＢ：` → `123AB:`), the ideographic and the no-break space
 * plain ones. Chinese punctuation that has no ASCII twin stays.
 */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0))
    .replace(/[\u3000\u00a0\u2002-\u200a\u202f]/g, ' ')
}

/** Half width, without invisible characters, without space at both ends. */
export function plain(text: string): string {
  return halfWidth(text.normalize('NFC').replace(INVISIBLE, '')).trim()
}

/** As `plain`, and without any space or hyphen between, of whatever width. */
export function compact(text: string): string {
  return plain(text).replace(/[\s\-‐‑‒–—−]/g, '')
}
