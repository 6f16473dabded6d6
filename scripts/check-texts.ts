/**
 * Every text that the sources name exists in its room's zh-CN.ts, and both languages interpolate the same values.
 * Looked at: `new AppError('room.code')` and `notFound('room')` (`error.code`), every literal `room:key`, and
 * `t('key')` in files that name their namespaces by `useTranslation`. Keys built by template literals are checked
 * up to their first hole. That en.ts has the keys of zh-CN.ts is a matter of types (`satisfies Translation`).
 */
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

interface Texts {
  [key: string]: string | Texts
}

const root = path.join(import.meta.dirname, '..')
const problems: string[] = []
const rooms = new Map<string, Texts>()

const load = async (file: string): Promise<Texts> =>
  ((await import(path.join(root, file))) as { default: Texts }).default

for (const file of globSync('src/{web,{kernel,modules}/*}/zh-CN.ts', { cwd: root })) {
  const folder = path.dirname(file)
  const zh = await load(file)
  rooms.set(path.basename(folder), zh)
  try {
    compare(`${folder}/en.ts`, zh, await load(`${folder}/en.ts`))
  } catch (error) {
    problems.push(`${folder}/en.ts: ${(error as Error).message}`)
  }
}

/** Both languages have the same keys and the same `{{values}}`, and no text is empty. */
function compare(file: string, zh: Texts, en: Texts, at = ''): void {
  for (const key of new Set([...Object.keys(zh), ...Object.keys(en)])) {
    const [a, b] = [zh[key], en[key]]
    const where = `${file}: ${at}${key}`
    // English has a plural of its own where Chinese needs none
    if (a === undefined && typeof b === 'string' && /_(one|other)$/.test(key)) continue
    if (typeof a === 'object' && typeof b === 'object') compare(file, a, b, `${at}${key}.`)
    else if (typeof a !== 'string' || typeof b !== 'string') problems.push(`${where}: only in one language`)
    else if (!a.trim() !== !b.trim()) problems.push(`${where}: empty in one language`)
    else if (values(a) !== values(b))
      problems.push(`${where}: Chinese has {${values(a)}}, English {${values(b)}}`)
  }
}

function values(text: string): string {
  const found = [...text.matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map((m) => m[1]!)
  return [...new Set(found)].sort().join(' ')
}

/** A whole key, or (`open`) the beginning of one whose rest is known at run time only. */
interface Use {
  text: string
  open: boolean
}

/** Is there such a text in the room? i18next adds `_one`, `_other` to keys that count. */
function exists(room: string, { text, open }: Use): boolean {
  const steps = text.split('.')
  let node: string | Texts | undefined = rooms.get(room)
  for (const [i, step] of steps.entries()) {
    if (typeof node !== 'object') return false
    const children: Texts = node
    if (open && i === steps.length - 1) return Object.keys(children).some((key) => key.startsWith(step))
    node = children[step] ?? children[`${step}_other`]
  }
  // a branch is named where its leaves are taken by `returnObjects` or by adding to the key
  return node !== undefined
}

/** Permissions and audited actions are named whole, dots included, by the room that they begin with or by another. */
function hasName(branch: 'permission' | 'action', key: string): boolean {
  return [...rooms.values()].some((texts) => {
    const names = texts[branch]
    return typeof names === 'object' && typeof names[key] === 'string'
  })
}

function useOf(node: ts.Node | undefined): Use | undefined {
  if (!node) return undefined
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node))
    return { text: node.text, open: false }
  if (ts.isTemplateExpression(node)) return { text: node.head.text, open: true }
  return undefined
}

function check(source: ts.SourceFile, file: string): void {
  const namespaces: string[] = []
  const uses: Array<[ts.Node, Use]> = []
  const fail = (node: ts.Node, what: string): void => {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    problems.push(`${file}:${line + 1}: ${what}`)
  }
  const visit = (node: ts.Node): void => {
    const use = useOf(node)
    const qualified = use && /^([a-z][a-z-]*):([a-zA-Z][\w.-]*)?$/.exec(use.text)
    if (use && qualified?.[2] && rooms.has(qualified[1]!)) {
      const rest = { text: qualified[2], open: use.open }
      if (!exists(qualified[1]!, rest)) fail(node, `no text ${use.text}${use.open ? '…' : ''}`)
    }
    if (ts.isPropertyAssignment(node)) named(node)
    if (ts.isNewExpression(node) && node.expression.getText(source) === 'AppError') error(node)
    if (ts.isCallExpression(node)) call(node)
    ts.forEachChild(node, visit)
  }
  const error = (node: ts.NewExpression): void => {
    const use = useOf(node.arguments?.[0])
    const [room, ...what] = use?.text.split('.') ?? []
    if (!use || !room || what.length === 0) return
    if (!exists(room, { text: `error.${what.join('.')}`, open: use.open }))
      fail(node, `no text ${room}:error.${what.join('.')}`)
  }
  const named = (node: ts.PropertyAssignment): void => {
    const { name, initializer } = node
    if (
      name.getText(source) === 'permissions' &&
      file.endsWith('/index.ts') &&
      ts.isObjectLiteralExpression(initializer)
    )
      for (const { name: key } of initializer.properties)
        if (key && ts.isStringLiteral(key) && !hasName('permission', key.text))
          fail(key, `no text permission.${key.text}`)
    if (name.getText(source) === 'action' && ts.isStringLiteral(initializer) && isAudited(node))
      if (!hasName('action', initializer.text)) fail(node, `no text action.${initializer.text}`)
  }
  const isAudited = (node: ts.Node): boolean =>
    ts.isCallExpression(node.parent.parent) && node.parent.parent.expression.getText(source) === 'audit'
  const call = (node: ts.CallExpression): void => {
    const name = node.expression.getText(source)
    if (name === 'useTranslation') namespaces.push(...literals(node.arguments[0]))
    const use = useOf(node.arguments[0])
    if (!use) return
    if (name === 'notFound' && !use.open && !exists(use.text, { text: 'error.not_found', open: false }))
      fail(node, `no text ${use.text}:error.not_found`)
    if ((name === 't' || name === 'i18n.t' || name === 'i18next.t') && !use.text.includes(':') && use.text)
      uses.push([node, use])
  }
  visit(source)
  if (!/\/ui\/|^src\/web\//.test(file)) return
  const own = /^src\/(?:kernel|modules)\/([^/]+)\//.exec(file)?.[1]
  const known = namespaces.length > 0 ? [...new Set(namespaces)] : [own ?? 'web', 'web']
  for (const [node, use] of uses)
    if (!known.some((room) => exists(room, use)))
      fail(node, `no text ${use.text}${use.open ? '…' : ''} in ${known.join(', ')}`)
}

function literals(node: ts.Node | undefined): string[] {
  if (!node) return []
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(literals)
  return ts.isStringLiteral(node) ? [node.text] : []
}

const files = globSync('src/**/*.{ts,tsx}', { cwd: root }).filter(
  (f) => !/\.test\.tsx?$|schema\.ts$|\/testing\//.test(f),
)
for (const file of files.sort()) {
  const text = readFileSync(path.join(root, file), 'utf8')
  check(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), file)
}
for (const line of problems) console.error(line)
console.log(`${files.length} files, ${rooms.size} rooms, ${problems.length} problems`)
if (problems.length > 0) process.exitCode = 1
