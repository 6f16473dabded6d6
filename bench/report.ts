/**
 * A yearly report with twelve months of charts on a million incidents and three years of the rest: taking its figures, and
 * the Word file, the PDF and the sheet of it, each through HTTP. `node bench/report.ts [--rows 1000000] [--keep DIR]`
 * (DIR may be that of `bench/norm.ts`). Prints one JSON line; exits 1 beyond the bar.
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { usual } from '#modules/report/words.ts'
import { Client } from './lib/load.ts'
import { startServer, type BenchServer } from './lib/server.ts'
import { load } from './norm.ts'

/** Figures, Word and PDF together. */
export const bars = { seconds: 30 }

export interface ReportResult {
  rows: number
  measureSeconds: number
  wordSeconds: number
  pdfSeconds: number
  sheetSeconds: number
  /** figures, Word and PDF together */
  seconds: number
  figures: number
  charts: number
  failed: string[]
}

interface Made {
  id: string
  version: number
  sections: { figures: { key: string; state: string }[]; charts: unknown[] }[]
}

const seconds = (ms: number): number => Math.round(ms / 10) / 100

async function yearly(server: BenchServer, rows: number): Promise<ReportResult> {
  const client = new Client(server.url, server.token('mgr01'))
  const ask = async <T>(method: string, url: string, body?: object, version?: number) => {
    const headers = version === undefined ? {} : { 'if-match': `"${version}"` }
    const answer = await client.send(method, `/api/v1${url}`, body && JSON.stringify(body), headers)
    if (answer.status >= 300)
      throw new Error(`${method} ${url}: ${answer.status} ${answer.body.slice(0, 300)}`)
    return { ms: answer.ms, body: answer.body, json: () => JSON.parse(answer.body) as T }
  }
  const orgs = await ask<{ items: { id: string; parentId: string | null }[] }>(
    'GET',
    '/orgs/lookup?limit=500',
  )
  const orgId = orgs.json().items.find((one) => one.parentId === null)!.id
  const sections = usual.map((key) => ({ id: key, key }))
  const template = await ask<{ id: string }>('POST', '/report-templates', {
    ...{ name: '年报', kind: 'year', orgId, sections },
  })
  const day = `${new Date().getFullYear() - 1}-06-01`
  const made = (await ask<Made>('POST', '/reports', { templateId: template.json().id, day })).json()
  const measured = await ask<Made>('POST', `/reports/${made.id}/moves/measure`, {}, made.version)
  const word = await ask('GET', `/reports/${made.id}/report.docx`)
  const pdf = await ask('GET', `/reports/${made.id}/report.pdf`)
  const sheet = await ask('GET', `/reports/${made.id}/annex.xlsx`)
  // as it is found by others
  const report = measured.json()
  await ask('DELETE', `/reports/${made.id}`, {}, report.version)
  client.close()
  const figures = report.sections.flatMap((section) => section.figures)
  return {
    rows,
    measureSeconds: seconds(measured.ms),
    wordSeconds: seconds(word.ms),
    pdfSeconds: seconds(pdf.ms),
    sheetSeconds: seconds(sheet.ms),
    seconds: seconds(measured.ms + word.ms + pdf.ms),
    figures: figures.filter((one) => one.state === 'known').length,
    charts: report.sections.reduce((sum, section) => sum + section.charts.length, 0),
    failed: figures.filter((one) => one.state === 'failed').map((one) => one.key),
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { rows: { type: 'string', default: '1000000' }, keep: { type: 'string' } },
  })
  const dataDir = values.keep ?? mkdtempSync(path.join(tmpdir(), 'zy-report-'))
  const rows = Number(values.rows)
  const loaded = values.keep !== undefined && existsSync(path.join(dataDir, 'bench-norm-loaded'))
  try {
    if (!loaded) await load(dataDir, rows, (line) => void process.stderr.write(`${line}\n`))
    const server = await startServer({ dataDir })
    try {
      const result = await yearly(server, rows)
      console.log(JSON.stringify(result))
      process.exitCode = result.seconds <= bars.seconds && result.failed.length === 0 ? 0 : 1
    } finally {
      await server.stop()
    }
  } finally {
    if (values.keep === undefined) rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 })
  }
}

if (import.meta.main) await main()
