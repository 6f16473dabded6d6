import libmime from 'libmime'

/** Charsets by the names that mailers use for them: whoever says GB2312 means what his system has, which is GB18030. */
const aliases: Record<string, string> = {
  gb2312: 'gb18030',
  'gb_2312-80': 'gb18030',
  gbk: 'gb18030',
  'x-gbk': 'gb18030',
  cp936: 'gb18030',
  ms936: 'gb18030',
  'windows-936': 'gb18030',
  'hz-gb-2312': 'gb18030',
  utf8: 'utf-8',
  'us-ascii': '',
  ascii: '',
  'ansi_x3.4-1968': '',
  'unknown-8bit': '',
  default_charset: '',
}

function decoder(charset: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(charset, { fatal: true })
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

/** @returns undefined when the bytes are no text of that charset; a torn character at the end is left out */
function strictly(bytes: Uint8Array, charset: string): string | undefined {
  const strict = decoder(charset)
  if (!strict) return undefined
  try {
    return strict.decode(bytes, { stream: true })
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/**
 * Text of a part. What the mail says of its charset is believed when the bytes agree; otherwise UTF-8 and GB18030
 * are tried, in this order: bytes of the one are hardly ever valid in the other.
 */
export function decodeBytes(bytes: Uint8Array, declared: string | false = false): string {
  const name = (declared || '')
    .trim()
    .toLowerCase()
    .replace(/^["']|["']$/g, '')
  const charset = aliases[name] ?? name
  if (charset === 'gb18030') {
    // mailers that say GB2312 and write UTF-8: such bytes are GB18030 as well, of characters that nobody uses
    const utf8 = strictly(bytes, 'utf-8')
    if (utf8 !== undefined && /[\u3400-\u9fff]/.test(utf8)) return utf8
  }
  const tried = [...(charset === '' ? [] : [charset]), 'utf-8', 'gb18030']
  for (const one of tried) {
    const text = strictly(bytes, one)
    if (text !== undefined) return text
  }
  return new TextDecoder(decoder(charset) ? charset : 'utf-8').decode(bytes)
}

/** Whether bytes of a header, given as Latin-1 text, are UTF-8 (or ASCII). */
export function isUtf8(latin1: string): boolean {
  return strictly(Buffer.from(latin1, 'latin1'), 'utf-8') !== undefined
}

/** Removes what breaks PostgreSQL (NUL), hides text, or is half a character. */
export function clean(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
}

/**
 * The value of a header line whose bytes are given as Latin-1 text: unfolded, raw eight-bit text and encoded words
 * decoded. Never throws: a word that cannot be decoded stays as it is.
 */
export function headerText(latin1: string): string {
  const unfolded = latin1.replace(/\r?\n[ \t]*/g, ' ')
  const raw = /[\u0080-\u00ff]/.test(unfolded) ? decodeBytes(Buffer.from(unfolded, 'latin1')) : unfolded
  return clean(words(raw)).replace(/\s+/g, ' ').trim()
}

function words(raw: string): string {
  if (!raw.includes('=?')) return raw
  // GB2312 stands for GB18030 here as well, and a mailer that breaks words where it likes splits characters, too
  const renamed = raw.replace(/=\?(?:gb2312|gbk|x-gbk|cp936|gb_2312-80)(?:\*[\w-]+)?\?/gi, '=?gb18030?')
  try {
    return libmime.decodeWords(renamed)
  } catch {
    // an unknown charset in a subject is no reason to refuse the mail
    return raw
  }
}
