/** What remains: the fault report, and the proof that every step was recorded. */
import { listAuditEntries, listSeals, verifyAuditTrail } from '#kernel/audit/contract.ts'
import {
  getReport,
  reportPdf,
  reviewReport,
  submitReport,
  updateReport,
} from '#modules/fault-report/contract.ts'
import { Refused } from '../client.ts'
import { beat, incidentNow, until, type Step } from '../scene.ts'

const written = {
  analysis: '站点服务进程因内存配置过低被系统终止，进程守护未启用，因此没有自动拉起。',
  improvement: '一、启用进程守护并设置自动重启；二、调整内存上限并纳入容量巡检；三、对其余街道站点同批排查。',
}

/** Drafted from the timeline, completed by the engineer, reviewed by somebody else, printed. */
export const faultReport: Step = async (scene, note) => {
  const { engineer, manager, logins } = scene.cast
  const { id, number } = await incidentNow(scene)
  const draft = await until(scene, 'draft of the fault report', async () => {
    try {
      return await engineer.call(getReport, { id })
    } catch (error) {
      if (error instanceof Refused && error.status === 404) return undefined
      throw error
    }
  })
  const { symptom, solution } = draft
  note({ facts: { number, state: 'draft' } })
  await beat(scene)
  const complete = await engineer.call(updateReport, {
    id,
    version: draft.version,
    symptom,
    solution,
    ...written,
  })
  const submitted = await engineer.call(submitReport, { id, version: complete.version })
  note({ facts: { number, state: 'submitted', writer: submitted.submittedBy?.name ?? '' } })
  await beat(scene)
  const reviewed = await manager.call(reviewReport, {
    id,
    version: submitted.version,
    note: '同意，按改进措施落实。',
  })
  const bytes = await manager.sizeOf(reportPdf, { id })
  note({
    facts: {
      number,
      state: 'reviewed',
      writer: reviewed.submittedBy?.name ?? '',
      reviewer: reviewed.reviewedBy?.name ?? '',
      kilobytes: Math.max(1, Math.round(bytes / 1024)),
    },
    links: [
      { key: 'pdf', to: `/api/v1/incidents/${id}/fault-report.pdf`, as: logins.manager },
      { key: 'report', to: `/fault-reports/${id}`, as: logins.manager },
    ],
  })
  await beat(scene)
}

/** Entries stay unsealed for a few seconds at most; then the audit administrator verifies the whole trail. */
export const audit: Step = async (scene, note) => {
  const { auditor, logins } = scene.cast
  const { items } = await auditor.call(listAuditEntries, { entityId: scene.incidentId ?? '', limit: 200 })
  const trail = items
    .map((entry) => ({ at: entry.recordedAt, who: entry.actorLogin, action: entry.action }))
    .reverse()
  note({ facts: { entries: items.length, state: 'reading' }, trail })
  const newest = items[0]?.id ?? 0
  await beat(scene, 2)
  // sealing runs every five seconds and takes only what is older than every running transaction
  await until(scene, 'seal', async () => {
    const seals = await auditor.call(listSeals, { limit: 1 })
    return seals.items.some((seal) => Math.max(seal.firstId, seal.lastId) >= newest) || undefined
  })
  const report = await auditor.call(verifyAuditTrail, {})
  note({
    facts: {
      entries: items.length,
      state: report.ok ? 'ok' : 'findings',
      sealed: report.sealedEntries,
      seals: report.seals,
      unsealed: report.unsealed,
      findings: report.findings.length,
    },
    links: [{ key: 'audit', to: '/audit', as: logins.auditor }],
  })
}
