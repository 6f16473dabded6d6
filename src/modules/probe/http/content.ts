import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { Failure } from '../failure.ts'
import type { Spec } from '../kind-contract.ts'
import { quote } from '../output.ts'
import type { Figure } from '../range-contract.ts'
import type { Message } from './message.ts'

const decoders = { gzip: promisify(gunzip), deflate: promisify(inflate), br: promisify(brotliDecompress) }

/** Whether the body matters for the verdict. */
export function wantsContent(spec: Spec<'http'>): boolean {
  return spec.contains !== '' || spec.absent !== '' || spec.jsonPath !== '' || spec.jsonEquals !== ''
}

/**
 * Looks for what the spec wants in the body.
 * @returns the figure of a number at the JSON path
 * @throws Failure missing, present, json_…, too_big (more than was read would be needed), encoding
 */
export async function judgeContent(message: Message, spec: Spec<'http'>): Promise<Figure[]> {
  const body = await decoded(message, spec.maxBytes)
  const has = finder(body, message.fields.get('content-type') ?? '', spec.ignoreCase)
  const tooBig = new Failure('too_big', { limit: spec.maxBytes })
  if (spec.contains && !has(spec.contains))
    throw message.cut
      ? tooBig
      : new Failure('missing', { text: quote(spec.contains) }, { output: quote(body, 2000) })
  if (spec.absent) {
    if (has(spec.absent))
      throw new Failure('present', { text: quote(spec.absent) }, { output: quote(body, 2000) })
    if (message.cut) throw tooBig
  }
  if (!spec.jsonPath && !spec.jsonEquals) return []
  if (message.cut) throw tooBig
  return judgeJson(body, spec)
}

/** The body without its content coding, which was not asked for and comes all the same. Never more than the limit. */
async function decoded(message: Message, maxBytes: number): Promise<Buffer> {
  const encoding = (message.fields.get('content-encoding') ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity' || encoding === '') return message.body
  const decode = decoders[encoding.replace(/^x-/, '') as keyof typeof decoders]
  if (!decode) throw new Failure('encoding', { encoding: quote(encoding, 40) })
  try {
    return await decode(message.body, { maxOutputLength: maxBytes })
  } catch (error) {
    const { code, message: said } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE' || message.cut) throw new Failure('too_big', { limit: maxBytes })
    throw new Failure('encoding', { encoding: quote(encoding, 40) }, { output: said })
  }
}

function finder(body: Buffer, contentType: string, ignoreCase: boolean): (wanted: string) => boolean {
  let text: string | undefined
  return (wanted) => {
    // plain letters are the same bytes in every charset that the web uses
    if (!ignoreCase && /^[\u0020-\u007e]*$/.test(wanted)) return body.includes(wanted)
    text ??= textOf(body, contentType)
    return ignoreCase ? text.toLowerCase().includes(wanted.toLowerCase()) : text.includes(wanted)
  }
}

/** The body as text: by its mark, what the header or the page itself says, else UTF-8. */
function textOf(body: Buffer, contentType: string): string {
  const said =
    /charset\s*=\s*["']?([\w:.-]+)/i.exec(contentType)?.[1] ??
    /<meta[^>]{0,200}charset\s*=\s*["']?([\w:.-]+)/i.exec(body.toString('latin1', 0, 2048))?.[1] ??
    'utf-8'
  const marked =
    body[0] === 0xff && body[1] === 0xfe
      ? 'utf-16le'
      : body[0] === 0xfe && body[1] === 0xff
        ? 'utf-16be'
        : said
  try {
    return new TextDecoder(marked).decode(body)
  } catch (error) {
    // a charset that nobody knows
    if (error instanceof RangeError) return body.toString('utf8')
    throw error
  }
}

function judgeJson(body: Buffer, spec: Spec<'http'>): Figure[] {
  let root: unknown
  try {
    root = JSON.parse(new TextDecoder().decode(body))
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure('json_unreadable', {}, { output: quote(body, 500) })
    throw error
  }
  const path = spec.jsonPath || '$'
  const found = pick(root, spec.jsonPath)
  if (found === undefined) throw new Failure('json_missing', { path })
  const got = typeof found === 'string' ? found : JSON.stringify(found)
  const value =
    typeof found === 'number' ? found : typeof found === 'string' && found.trim() !== '' ? Number(found) : NaN
  const figures = Number.isFinite(value) ? [{ name: 'json', value }] : []
  if (spec.jsonEquals && got !== spec.jsonEquals)
    throw new Failure(
      'json_unequal',
      { path, expected: quote(spec.jsonEquals), got: quote(got) },
      { figures },
    )
  return figures
}

/** The value at one place, written as JSONPath: `$.a[0]['b c']`; only what the JSON itself has. */
export function pick(root: unknown, path: string): unknown {
  let at: unknown = root
  for (const [, name, index, single, double] of path
    .replace(/^\$/, '')
    .matchAll(/\.?([^.[\]\s]+)|\[(\d+)\]|\['([^']*)'\]|\["([^"]*)"\]/gu)) {
    const key = name ?? index ?? single ?? double ?? ''
    if (Array.isArray(at)) at = /^\d{1,9}$/.test(key) ? at[Number(key)] : undefined
    else if (typeof at === 'object' && at !== null && Object.hasOwn(at, key))
      at = (at as Record<string, unknown>)[key]
    else return undefined
  }
  return at
}
