import { z } from 'zod'

/**
 * The body of an article: a tree of blocks and inline pieces, as the editor keeps it (ProseMirror's JSON), checked by
 * an allow list. It is data from end to end: pages make elements of it, nothing reads it as markup, and it names
 * no address from which anything would be loaded: pictures are attachments of the article, by id.
 */
export interface DocNode {
  type: string
  attrs?: Record<string, string | number | number[] | null>
  content?: DocNode[]
  marks?: DocMark[]
  text?: string
}
export interface DocMark {
  type: string
  attrs?: Record<string, string | number | number[] | null>
}

/** Levels of nesting, most pieces, longest text of one piece in characters. */
const limits = { depth: 13, nodes: 20_000, text: 20_000 }

type Check = (value: unknown) => string | number | number[] | null | undefined

const whole =
  (from: number, to: number): Check =>
  (v) =>
    typeof v === 'number' && Number.isInteger(v) && v >= from && v <= to ? v : undefined
const word =
  (max: number): Check =>
  (v) =>
    typeof v === 'string' && v.length <= max ? v : undefined
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/
const fileId: Check = (v) => (typeof v === 'string' && uuid.test(v) ? v : undefined)
const widths: Check = (v) =>
  Array.isArray(v) &&
  v.length <= 50 &&
  v.every((w): w is number => Number.isInteger(w) && Number(w) >= 0 && Number(w) <= 2000)
    ? v
    : undefined
/** A place one may be led to by a click; nothing that runs. */
export function isAddress(text: string): boolean {
  return text.length <= 1000 && /^(https?:\/\/|mailto:|\/(?!\/))[^\s\\]*$/i.test(text)
}
const address: Check = (v) => (typeof v === 'string' && isAddress(v) ? v : undefined)

interface Kind {
  /** kinds that may lie in it; absent: none */
  content?: readonly string[]
  /** it must hold something */
  filled?: true
  /** what stands first in it */
  first?: string
  attrs?: Record<string, Check>
  /** attributes without which it makes no sense */
  needs?: readonly string[]
}

const inline = ['text', 'hardBreak'] as const
const blocks = [
  'paragraph',
  'heading',
  'bulletList',
  'orderedList',
  'blockquote',
  'codeBlock',
  'horizontalRule',
  'image',
  'table',
] as const
const cell: Kind = {
  content: blocks.filter((b) => b !== 'table'),
  filled: true,
  attrs: { colspan: whole(1, 50), rowspan: whole(1, 500), colwidth: widths },
}
const nodes: Record<string, Kind> = {
  doc: { content: blocks, filled: true },
  paragraph: { content: inline },
  heading: { content: inline, attrs: { level: whole(1, 4) }, needs: ['level'] },
  bulletList: { content: ['listItem'], filled: true },
  orderedList: { content: ['listItem'], filled: true, attrs: { start: whole(0, 9999) } },
  listItem: { content: blocks.filter((b) => b !== 'table'), filled: true, first: 'paragraph' },
  blockquote: { content: blocks.filter((b) => b !== 'table'), filled: true },
  codeBlock: { content: ['text'], attrs: { language: word(40) } },
  horizontalRule: {},
  image: { attrs: { fileId, alt: word(200), width: whole(40, 2000) }, needs: ['fileId'] },
  table: { content: ['tableRow'], filled: true },
  tableRow: { content: ['tableCell', 'tableHeader'] },
  tableCell: cell,
  tableHeader: cell,
  hardBreak: {},
}
const marks: Record<string, Kind> = {
  bold: {},
  italic: {},
  underline: {},
  strike: {},
  code: {},
  link: { attrs: { href: address }, needs: ['href'] },
}

interface Fault {
  path: (string | number)[]
  code: string
}

class Refused extends Error {
  readonly fault: Fault
  constructor(path: (string | number)[], code: string) {
    super(code)
    this.fault = { path, code }
  }
}

/** The known attributes of a node; unknown ones go, since they can mean nothing to us. */
function attrsOf(kind: Kind, given: unknown, path: (string | number)[]): DocMark['attrs'] {
  const raw = given as Record<string, unknown> | undefined | null
  const attrs: NonNullable<DocMark['attrs']> = {}
  for (const [name, check] of Object.entries(kind.attrs ?? {})) {
    const value = raw?.[name]
    const checked = value === undefined || value === null ? undefined : check(value)
    if (checked !== undefined) attrs[name] = checked
    else if (kind.needs?.includes(name)) throw new Refused([...path, 'attrs', name], 'bad_attribute')
  }
  return Object.keys(attrs).length > 0 ? attrs : undefined
}

function textNode(raw: Record<string, unknown>, path: (string | number)[]): DocNode {
  const { text } = raw
  if (typeof text !== 'string' || text.length === 0 || text.length > limits.text)
    throw new Refused([...path, 'text'], 'bad_text')
  const given = raw['marks'] ?? []
  if (!Array.isArray(given) || given.length > 6) throw new Refused([...path, 'marks'], 'bad_mark')
  const kept = given.map((mark: { type?: unknown; attrs?: unknown } | null, i): DocMark => {
    const at = [...path, 'marks', i]
    const kind = own(marks, mark?.type)
    if (!kind) throw new Refused(at, 'bad_mark')
    const attrs = attrsOf(kind, mark?.attrs, at)
    return { type: String(mark?.type), ...(attrs ? { attrs } : {}) }
  })
  return { type: 'text', text, ...(kept.length > 0 ? { marks: kept } : {}) }
}

const own = (kinds: Record<string, Kind>, type: unknown): Kind | undefined =>
  typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined

function checkNode(
  raw: unknown,
  allowed: readonly string[],
  path: (string | number)[],
  count: { left: number },
): DocNode {
  if (path.length / 2 > limits.depth) throw new Refused(path.slice(0, 4), 'too_deep')
  if (--count.left < 0) throw new Refused([], 'too_large')
  const node = raw as Record<string, unknown> | null
  const type = typeof node === 'object' && node !== null ? node['type'] : undefined
  if (!node || typeof type !== 'string' || !allowed.includes(type)) throw new Refused(path, 'bad_node')
  if (type === 'text') return textNode(node, path)
  const kind = nodes[type]!
  const content = node['content'] ?? []
  if (!Array.isArray(content) || (kind.filled && content.length === 0))
    throw new Refused([...path, 'content'], 'bad_node')
  const children = content.map((child, i) =>
    checkNode(child, kind.content ?? [], [...path, 'content', i], count),
  )
  if (kind.first && children[0]?.type !== kind.first) throw new Refused([...path, 'content', 0], 'bad_node')
  const attrs = attrsOf(kind, node['attrs'], path)
  return { type, ...(attrs ? { attrs } : {}), ...(children.length > 0 ? { content: children } : {}) }
}

/** What comes in: checked, and rid of everything that is not named above. Faults name the place. */
export const Body = z.record(z.string(), z.unknown()).transform((raw, context): DocNode => {
  try {
    return checkNode(raw, ['doc'], [], { left: limits.nodes })
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    context.addIssue({
      code: 'custom',
      path: error.fault.path,
      message: `knowledge:error.${error.fault.code}`,
    })
    return z.NEVER
  }
})

/** What goes out: it was checked when it came in. */
export const StoredBody = z.record(z.string(), z.unknown()).transform((v) => v as unknown as DocNode)

const breaks = new Set(['paragraph', 'heading', 'codeBlock', 'tableRow', 'horizontalRule', 'image'])

/** The words of a body, a line for each block: for search, suggestions and comparison. Pure. */
export function bodyLines(node: DocNode): string[] {
  if (node.type === 'tableRow')
    return [(node.content ?? []).map((c) => bodyLines(c).join(' ')).join('\t')].filter((l) => l.trim() !== '')
  if (!breaks.has(node.type)) return (node.content ?? []).flatMap(bodyLines)
  if (node.type === 'image') return node.attrs?.['alt'] ? [String(node.attrs['alt'])] : []
  const line = (node.content ?? []).map((c) => (c.type === 'hardBreak' ? '\n' : (c.text ?? ''))).join('')
  return line.trim() === '' ? [] : line.split('\n')
}

/** Ids of the attachments that a body shows. */
export function picturesOf(node: DocNode): string[] {
  const here = node.type === 'image' ? [String(node.attrs!['fileId'])] : []
  return [...here, ...(node.content ?? []).flatMap(picturesOf)]
}

/** A body of plain paragraphs; `## ` begins a heading, `- ` an item, `1. ` a step. */
export function bodyFromText(text: string): DocNode {
  const out: DocNode[] = []
  const piece = (line: string): DocNode => ({
    type: 'paragraph',
    ...(line ? { content: [{ type: 'text', text: line }] } : {}),
  })
  for (const line of text.split(/\r?\n/).map((l) => l.trim())) {
    if (line === '') continue
    const item = /^(-|\d{1,3}[.、])\s*(.+)$/.exec(line)
    const type = item ? (item[1] === '-' ? 'bulletList' : 'orderedList') : undefined
    if (line.startsWith('## '))
      out.push({ type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: line.slice(3) }] })
    else if (item && type) {
      const list = out.at(-1)?.type === type ? out.at(-1)! : { type, content: [] as DocNode[] }
      list.content!.push({ type: 'listItem', content: [piece(item[2]!)] })
      if (out.at(-1) !== list) out.push(list)
    } else out.push(piece(line))
  }
  return { type: 'doc', content: out.length > 0 ? out : [piece('')] }
}
