import type { Kysely } from 'kysely'
import { transaction, type DB } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { rootOrg } from '#kernel/org/index.ts'
import * as norm from '#modules/norm/index.ts'

const inForce = ['beijing-om', 'ops-rules', 'db37-1434']
const dayFromNow = (days: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(
    new Date(Date.now() + days * 86_400_000),
  )

/**
 * Puts three norms in force for the sample city, with people who answer for clauses, a proof that waits for its review and
 * a rectification task. By the verbs, in one transaction; a later start adds nothing. Evaluation is the worker's.
 */
export async function seedNorms(
  db: Kysely<DB>,
  log: (line: string) => void = () => undefined,
): Promise<void> {
  if ((await norm.normsInForce(db)).length > 0) return
  await transaction(db, async (tx) => {
    const manager = await personActor(tx, 'mgr01')
    const [lead, engineer, desk] = [
      await personActor(tx, 'lead01'),
      await personActor(tx, 'eng01'),
      await personActor(tx, 'desk01'),
    ]
    const orgId = (await rootOrg(tx))!.id
    const { items } = await norm.listNorms(tx)
    for (const code of inForce) {
      const editionId = items.find((one) => one.code === code)!.editions[0]!.id
      await norm.adoptNorm(tx, manager, { editionId, orgId, fromDay: dayFromNow(0) })
    }
    for (const { id, code } of await norm.normsInForce(tx)) {
      const { clauses } = await norm.readNorm(tx, manager, { id })
      const of = (...capabilities: string[]) =>
        clauses.filter((one) => capabilities.includes(one.capability)).map((one) => one.id)
      const named = [
        [desk, of('service-desk', 'satisfaction', 'request')],
        [engineer, of('monitoring', 'change', 'release', 'backup', 'vulnerability')],
        [lead, of('incident', 'emergency-plan', 'drill', 'duty-log', 'sla')],
      ] as const
      for (const [person, clauseIds] of named)
        if (clauseIds.length > 0)
          await norm.setResponsible(tx, manager, { id, clauseIds, personIds: [person.id!] })
      const backup = clauses.find((one) => one.capability === 'backup')
      if (code !== 'ops-rules' || !backup) continue
      await norm.fileProof(tx, engineer, {
        id,
        clauseId: backup.id,
        kind: 'statement',
        statement: '备份计划清单已覆盖邮件用户、域名和文件共享三类数据，见运维科备份登记。',
        link: null,
        says: 'conforms',
        validFrom: dayFromNow(0),
        validUntil: dayFromNow(180),
      })
      const log = clauses.find((one) => one.capability === 'duty-log')!
      await norm.createTask(tx, manager, {
        id,
        clauseId: log.id,
        title: '每日运维日志补齐“注意事项”一栏',
        what: '两周内值班人员逐日填写，值班长抽查。',
        ownerId: lead.id!,
        dueOn: dayFromNow(14),
      })
    }
  })
  log(`示例规范 norms: ${inForce.length}`)
}
