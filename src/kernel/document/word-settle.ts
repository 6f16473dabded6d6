/** The same document gives the same bytes: what the library puts in by chance or from the clock is put in order. */
import { readZip, unpack, writeZip } from '../sheet/zip.ts'
import { hatched } from './word-chart.ts'

/** No part of a document that this room made is larger. */
const MOST = 100_000_000

type Parts = [name: string, content: Buffer][]

const unzip = (file: Buffer): Parts =>
  [...readZip(file)].map(([name, entry]) => [name, unpack(file, entry, MOST)])

/**
 * A Word file with its dates set to one instant, random names of relations and running ids counted from 1, patterns in
 * the bars of its charts, and its zip without the time of packing.
 */
export function settle(file: Buffer, createdAt: Date): Buffer {
  const relations = new Map<string, string>()
  const name = (random: string): string => {
    const known = relations.get(random) ?? `rIdz${relations.size + 1}`
    relations.set(random, known)
    return known
  }
  const at = createdAt.toISOString()
  return writeZip(
    unzip(file).map(([path, content]) => {
      if (path.endsWith('.xlsx')) return [path, writeZip(unzip(content))]
      if (!/\.(xml|rels)$/.test(path)) return [path, content]
      const xml = content
        .toString('utf8')
        .replace(/(?<=")rId[a-z0-9_-]{21}(?=")/g, name)
        .replace(/(<dcterms:(?:created|modified) [^>]*>)[^<]*/g, `$1${at}`)
      const settled = path === 'word/document.xml' ? counted(xml) : xml
      return [path, path.startsWith('word/charts/chart') ? hatched(settled) : settled]
    }),
  )
}

/** Ids of drawings and bookmarks, which the library counts through all documents of the process. */
function counted(xml: string): string {
  let drawings = 0
  const counter = () => {
    const seen = new Map<string, number>()
    return (id: string): number => {
      const known = seen.get(id) ?? seen.size + 1
      seen.set(id, known)
      return known
    }
  }
  const mark = counter()
  const heading = counter()
  return xml
    .replace(/(<wp:docPr\b[^>]*? id=")\d+/g, (_, before: string) => `${before}${++drawings}`)
    .replace(
      /(<w:bookmark(?:Start|End)\b[^>]*? w:id=")(\d+)/g,
      (_, before: string, id: string) => `${before}${mark(id)}`,
    )
    .replace(
      /(w:(?:name|anchor)="|<w:instrText[^>]*>\s*PAGEREF )_Toc(\d+)/g,
      (_, before: string, id: string) => `${before}_Toc${heading(id)}`,
    )
}
