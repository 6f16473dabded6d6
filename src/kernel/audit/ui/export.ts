import { request } from '#web/api.ts'
import { exportAudit } from '../contract.ts'
import type { Query } from './filters.tsx'

/**
 * Fetches all entries that match, page by page, oldest first, and hands them to the browser as one NDJSON file.
 * @param onProgress number of entries fetched so far
 * @throws Problem; DOMException `AbortError` when `signal` was raised: nothing is saved then
 */
export async function exportAll(
  query: Query,
  { signal, onProgress }: { signal: AbortSignal; onProgress: (entries: number) => void },
): Promise<number> {
  const parts: string[] = []
  let cursor: string | null = null
  let entries = 0
  do {
    const page = await fetchPage({ ...query, ...(cursor === null ? {} : { cursor }) }, signal)
    parts.push(page.lines)
    entries += page.count
    cursor = page.nextCursor
    onProgress(entries)
  } while (cursor !== null)
  save(new Blob(parts, { type: 'application/x-ndjson' }))
  return entries
}

async function fetchPage(body: object, signal: AbortSignal) {
  const response = await request(`/api/v1${exportAudit.path}`, {
    method: exportAudit.method,
    headers: { 'content-type': 'application/json', 'accept-language': document.documentElement.lang },
    body: JSON.stringify(body),
    signal,
  })
  const text = await response.text()
  // The last line is no entry, it says where the next page begins.
  const end = text.lastIndexOf('\n', text.length - 2) + 1
  const { nextCursor } = JSON.parse(text.slice(end)) as { nextCursor: string | null }
  const lines = text.slice(0, end)
  return { lines, nextCursor, count: lines === '' ? 0 : lines.split('\n').length - 1 }
}

function save(blob: Blob): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = `audit-${new Date().toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}.ndjson`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
