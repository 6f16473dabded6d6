import { createWriteStream } from 'node:fs'
import { once } from 'node:events'
import { parseArgs } from 'node:util'
import { transaction, withOwner } from '../db/index.ts'
import type { Command, CommandContext } from '../manifest.ts'
import { systemActor } from '../permission/actor.ts'
import { StartError } from '../settings/start-error.ts'
import { archiveAudit } from './archive.ts'
import { rotateSigningKey } from './keys.ts'
import { openAudit } from './places.ts'
import { audit } from './record.ts'
import { redact } from './redact.ts'
import { sealOnce } from './seal.ts'
import { listEntries } from './store/read.ts'
import { verifyAudit } from './verify.ts'

const USAGE =
  'audit verify [--json] | audit seal | audit rotate-key | audit export FILE | audit archive --before YYYY-MM-DD --out FILE'

/** `zhengyun audit …`. Exit status: 0 fine, 1 findings, 2 wrong use. */
export const auditCommand: Command = {
  name: 'audit',
  summary: '审计：验证、封存、更换密钥、导出、归档 | audit: verify, seal, rotate the key, export, archive',
  run: async (args, context) => {
    const places = await openAudit(context.settings)
    switch (args[0]) {
      case 'verify':
        return verify(context, args.includes('--json'))
      case 'seal': {
        const { seals, entries, tailCut } = await sealOnce(context.db, places)
        context.out(
          `${entries} entries in ${seals} seals${tailCut ? '; the heads file is ahead of the database' : ''}`,
        )
        return tailCut ? 1 : 0
      }
      case 'rotate-key':
        return rotate(context)
      case 'export':
        return args[1] ? exportAll(context, args[1]) : misused(context)
      case 'archive':
        return archive(args.slice(1), context)
      default:
        return misused(context)
    }
  },
}

async function verify({ db, settings, out }: CommandContext, json: boolean): Promise<number> {
  const report = await verifyAudit(db, await openAudit(settings))
  if (json) {
    out(JSON.stringify(report))
    return report.ok ? 0 : 1
  }
  out(`seals ${report.seals}, sealed entries ${report.sealedEntries}`)
  const { archived } = report
  if (archived.entries > 0)
    out(`exported and removed: ${archived.entries} entries, up to seal ${archived.throughSeal}`)
  out(`unsealed entries ${report.unsealed}, the oldest ${report.oldestUnsealedSeconds} s old`)
  for (const { kind, entryId, sealSeq, detail } of report.findings) {
    const what = [entryId && `entry ${entryId}`, sealSeq && `seal ${sealSeq}`].filter(Boolean).join(', ')
    out(`${kind}: ${what || '-'} (${detail})`)
  }
  out(
    report.ok
      ? '审计完整 | the audit trail is intact'
      : '审计已被改动 | THE AUDIT TRAIL HAS BEEN TAMPERED WITH',
  )
  return report.ok ? 0 : 1
}

async function rotate({ db, settings, out }: CommandContext): Promise<number> {
  const places = await openAudit(settings)
  const key = await rotateSigningKey(places.keys)
  await transaction(db, (tx) =>
    audit(tx, systemActor('command'), {
      action: 'audit.rotate-key',
      entity: 'audit',
      entityId: 'key',
      after: { keyId: key.keyId },
    }),
  )
  out(`${key.keyId}`)
  return 0
}

/** All entries as NDJSON, content hidden as everywhere; read in pages, written with back-pressure. */
async function exportAll({ db, out }: CommandContext, file: string): Promise<number> {
  const stream = createWriteStream(file, { flags: 'wx', mode: 0o600 })
  await once(stream, 'open')
  let count = 0
  for (let beyond: number | null = null; ;) {
    const rows = await listEntries(db, {}, { order: 'asc', beyond, limit: 2000 })
    for (const row of rows) {
      const safe = {
        ...row,
        before: redact(row.action, row.entity_id, row.before),
        after: redact(row.action, row.entity_id, row.after),
      }
      if (!stream.write(`${JSON.stringify(safe)}\n`)) await once(stream, 'drain')
    }
    count += rows.length
    if (rows.length < 2000) break
    beyond = rows.at(-1)!.id
  }
  stream.end()
  await once(stream, 'finish')
  await transaction(db, (tx) =>
    audit(tx, systemActor('command'), {
      action: 'audit.export',
      entity: 'audit',
      entityId: 'trail',
      after: { entries: count },
    }),
  )
  out(`${count} entries → ${file}`)
  return 0
}

/** Exports whole months, verifies the file, records it, and removes them. */
async function archive(args: string[], context: CommandContext): Promise<number> {
  const { db, settings, out, ownerUrl } = context
  const { values } = parseArgs({ args, options: { before: { type: 'string' }, out: { type: 'string' } } })
  if (!values.before || !values.out) return misused(context)
  if (!ownerUrl)
    throw new StartError('SETTING', 'DATABASE_OWNER_URL', '未设置，无法归档', 'is not set: cannot archive')
  const input = { before: values.before, file: values.out }
  const places = await openAudit(settings)
  const done = await archiveAudit(db, places, input, (work) => withOwner(ownerUrl, work))
  out(
    `${done.entries} entries up to seal ${done.toSeal} → ${input.file}; removed ${done.partitions.join(', ')}`,
  )
  return 0
}

function misused({ err }: CommandContext): number {
  err(`usage: ${USAGE}`)
  return 2
}
