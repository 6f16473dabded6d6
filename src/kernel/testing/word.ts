import { readZip, unpack } from '../sheet/zip.ts'

/** Every part of a .docx as text, by its name. */
export function wordParts(file: Buffer): Map<string, string> {
  const part = (entry: Parameters<typeof unpack>[1]) => unpack(file, entry, 10_000_000).toString('utf8')
  return new Map([...readZip(file)].map(([name, entry]) => [name, part(entry)]))
}
