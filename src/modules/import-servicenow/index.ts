import { parseArgs } from 'node:util'
import { writeFile } from 'node:fs/promises'
import type { Command, Manifest } from '#kernel/manifest.ts'
import en from './en.ts'
import { facts } from './facts.ts'
import { importFile } from './import-file.ts'
import zh from './zh-CN.ts'

const usage = 'zhengyun import servicenow FILE [--report out.json] [--dry-run]'

const importCommand: Command = {
  name: 'import',
  summary: usage,
  run: async (args, context) => {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { report: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
    })
    const [format, file] = positionals
    if (format !== 'servicenow' || !file || positionals.length !== 2) {
      context.err(usage)
      return 2
    }
    const report = await importFile(file, context, { dryRun: values['dry-run'] })
    const text = JSON.stringify(report, null, 2)
    if (values.report) await writeFile(values.report, `${text}\n`)
    context.out(
      values.report
        ? JSON.stringify({ ...report, rejected: report.rejected.length, repaired: report.repaired.length })
        : text,
    )
    return 0
  },
}

export const manifest: Manifest = {
  name: 'import-servicenow',
  folder: import.meta.dirname,
  locales: { zh, en },
  facts,
  commands: [importCommand],
}
