/**
 * Which contents may be attached. Pure. The extension says what a file claims to be; its first bytes say what it is.
 * Nothing that a browser would run (HTML, SVG, scripts) and nothing that a desktop would run is on the list.
 */

interface Kind {
  /** what is stored and sent as content-type */
  type: string
  /** what the content may be found to be; 'text' for no signature and nothing but text */
  content: readonly (string | 'text')[]
  /** further types that browsers declare for it */
  declared?: readonly string[]
}

const OOXML = 'application/vnd.openxmlformats-officedocument'
const CFB = ['application/x-cfb'] as const
const ZIP = ['application/zip'] as const
const TEXT = ['text'] as const

function image(type: string, ...more: string[]): Kind {
  return { type, content: [type, ...more], declared: more }
}

const KINDS: Readonly<Record<string, Kind>> = {
  pdf: { type: 'application/pdf', content: ['application/pdf'] },
  ofd: { type: 'application/ofd', content: ZIP },
  png: image('image/png', 'image/apng'),
  jpg: image('image/jpeg'),
  jpeg: image('image/jpeg'),
  gif: image('image/gif'),
  webp: image('image/webp'),
  bmp: image('image/bmp'),
  heic: image('image/heic', 'image/heif', 'image/heic-sequence'),
  docx: { type: `${OOXML}.wordprocessingml.document`, content: [`${OOXML}.wordprocessingml.document`] },
  xlsx: { type: `${OOXML}.spreadsheetml.sheet`, content: [`${OOXML}.spreadsheetml.sheet`] },
  pptx: { type: `${OOXML}.presentationml.presentation`, content: [`${OOXML}.presentationml.presentation`] },
  doc: { type: 'application/msword', content: CFB },
  xls: { type: 'application/vnd.ms-excel', content: CFB },
  ppt: { type: 'application/vnd.ms-powerpoint', content: CFB },
  wps: { type: 'application/vnd.ms-works', content: CFB },
  et: { type: 'application/x-et', content: CFB },
  dps: { type: 'application/x-dps', content: CFB },
  odt: {
    type: 'application/vnd.oasis.opendocument.text',
    content: ['application/vnd.oasis.opendocument.text'],
  },
  ods: {
    type: 'application/vnd.oasis.opendocument.spreadsheet',
    content: ['application/vnd.oasis.opendocument.spreadsheet'],
  },
  zip: {
    type: 'application/zip',
    content: ZIP,
    declared: ['application/x-zip-compressed', 'application/x-zip'],
  },
  '7z': { type: 'application/x-7z-compressed', content: ['application/x-7z-compressed'] },
  rar: {
    type: 'application/vnd.rar',
    content: ['application/x-rar-compressed'],
    declared: ['application/x-rar-compressed'],
  },
  gz: { type: 'application/gzip', content: ['application/gzip'], declared: ['application/x-gzip'] },
  txt: { type: 'text/plain', content: TEXT },
  log: { type: 'text/plain', content: TEXT },
  md: { type: 'text/plain', content: TEXT, declared: ['text/markdown'] },
  conf: { type: 'text/plain', content: TEXT },
  // Windows declares CSV as a spreadsheet
  csv: {
    type: 'text/csv',
    content: TEXT,
    declared: ['text/plain', 'application/vnd.ms-excel', 'application/csv'],
  },
  json: { type: 'application/json', content: TEXT, declared: ['text/plain', 'text/json'] },
  xml: {
    type: 'application/xml',
    content: ['application/xml', 'text'],
    declared: ['text/xml', 'text/plain'],
  },
}

/** Declared types that mean nothing, or nothing that could be checked. */
const VAGUE = new Set(['', 'application/octet-stream', 'binary/octet-stream', 'application/x-download'])
const KNOWN = new Set(
  Object.values(KINDS).flatMap((kind) => [kind.type, ...kind.content, ...(kind.declared ?? [])]),
)
const ACTIVE = /html|svg|script|x-msdownload|x-sh|x-executable/

/** Images that every browser shows and none runs. */
export const INLINE: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/bmp',
])

/** The extension in lower case without its dot, '' when there is none. */
export function extension(name: string): string {
  return /\.([a-z0-9]{1,10})$/i.exec(name)?.[1]?.toLowerCase() ?? ''
}

/** Extensions that may be attached, for people to read. */
export const extensions: readonly string[] = Object.keys(KINDS)

/** Whether files of this name are to be examined as text. */
export function mayBeText(name: string): boolean {
  return KINDS[extension(name)]?.content.includes('text') ?? false
}

export type TypeVerdict =
  { ok: true; type: string } | { ok: false; code: 'type_not_allowed' | 'type_mismatch' }

/**
 * @param found type by the content's signature, undefined when it has none
 * @param isText whether the content is nothing but text
 */
export function judgeType(
  name: string,
  declaredType: string,
  found: string | undefined,
  isText: boolean,
): TypeVerdict {
  const kind = Object.hasOwn(KINDS, extension(name)) ? KINDS[extension(name)] : undefined
  if (!kind) return { ok: false, code: 'type_not_allowed' }
  const content = found === undefined ? (isText ? 'text' : 'unknown') : found
  if (!kind.content.includes(content)) return { ok: false, code: 'type_mismatch' }
  return contradicts(kind, declaredType)
    ? { ok: false, code: 'type_mismatch' }
    : { ok: true, type: kind.type }
}

/** A sender that declares another known type than the extension's is lying, or mistaken. */
function contradicts(kind: Kind, declaredType: string): boolean {
  const declared = declaredType.split(';')[0]!.trim().toLowerCase()
  if (VAGUE.has(declared) || declared === kind.type) return false
  if (kind.content.includes(declared) || kind.declared?.includes(declared)) return false
  return KNOWN.has(declared) || ACTIVE.test(declared)
}

/**
 * A file name as it may be kept and offered: no path, no control or direction characters (a name that reads
 * "gnp.exe" backwards), at most 200 characters with its extension kept. Empty when nothing is left.
 */
export function safeName(raw: string): string {
  const base = raw.normalize('NFC').split(/[/\\]/).at(-1)!
  const clean = base
    .replace(/[\p{Cc}\p{Cs}\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/gu, ' ')
    .replace(/^[. ]+|[. ]+$/g, '')
  const chars = [...clean]
  if (chars.length <= 200) return clean
  const tail = /\.[a-z0-9]{1,10}$/i.exec(clean)?.[0] ?? ''
  return chars.slice(0, 200 - tail.length).join('') + tail
}
