import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { LineCounter, parseDocument } from 'yaml'
import { digestOf } from '#kernel/approval/index.ts'
import { NormFile } from './file-contract.ts'

/** What is wrong with a file: where, and which of the texts `norm:file.<code>` says so. */
export interface Trouble {
  /** 1-based; null where nothing of the file stands there */
  line: number | null
  /** `articles.3.gist.zh`; empty: the file as a whole */
  at: string
  code: 'syntax' | 'alias' | 'other' | 'twice' | 'wrong'
  detail: string
}

export type Parsed = { file: NormFile; troubles: [] } | { file: null; troubles: Trouble[] }

/** Reports of one file at most: the rest follows when these are mended. */
const most = 100

/** Reads a norm from YAML. Nothing is executed and nothing expands: aliases are refused. */
export function readNorm(source: string): Parsed {
  const counter = new LineCounter()
  const document = parseDocument(source, { lineCounter: counter, schema: 'core', uniqueKeys: true })
  if (document.errors.length > 0)
    return {
      file: null,
      troubles: document.errors.slice(0, most).map((error) => ({
        line: error.linePos?.[0].line ?? null,
        at: '',
        code: 'syntax',
        detail: error.message.split('\n')[0]!,
      })),
    }
  let value: unknown
  try {
    // a file of a few lines must not become gigabytes
    value = document.toJS({ maxAliasCount: 0 })
  } catch (error) {
    return { file: null, troubles: [{ line: null, at: '', code: 'alias', detail: (error as Error).message }] }
  }
  const parsed = NormFile.safeParse(value)
  if (parsed.success) return { file: parsed.data, troubles: [] }
  const troubles = parsed.error.issues.slice(0, most).map((issue): Trouble => {
    const own = /^norm_(other|twice)$/.exec(issue.message)?.[1] as 'other' | 'twice' | undefined
    return {
      line: lineOf(document, counter, issue.path),
      at: issue.path.join('.'),
      code: own ?? 'wrong',
      detail: own ? '' : issue.message,
    }
  })
  return { file: null, troubles }
}

/** Where the place stands, or the nearest thing around it. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  counter: LineCounter,
  place: readonly PropertyKey[],
): number | null {
  for (let length = place.length; length >= 0; length--) {
    const node = document.getIn(place.slice(0, length), true) as
      { range?: [number, number, number] } | undefined
    if (node?.range) return counter.linePos(node.range[0]).line
  }
  return null
}

/** Hash of what a norm says; how the file is laid out does not matter. */
export function normDigest(file: NormFile): string {
  const { edition: _name, ...content } = file
  return digestOf(content)
}

const folder = path.join(import.meta.dirname, '../../../data/norms')

/** The library that ships. @throws Error naming the file that is broken */
export function shippedNorms(): NormFile[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => {
      const { file, troubles } = readNorm(readFileSync(path.join(folder, name), 'utf8'))
      if (!file) throw new Error(`data/norms/${name}: ${JSON.stringify(troubles[0])}`)
      return file
    })
}
