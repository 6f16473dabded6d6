import { ledgerRoom } from '#kernel/ledger/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { cardEndpoints, visitEndpoints } from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import zh from './zh-CN.ts'

const byDutyLeader = (name: string) => ({
  steps: [{ name, mode: 'any' as const, by: [{ kind: 'role' as const, role: 'duty-leader' }] }],
})

const visits = ledgerRoom(visitEndpoints, {
  approvals: { visit: byDutyLeader('t:premises:approval.visit') },
  check: async (_db, _actor, { after: { values } }) =>
    values['carriedOut'] && !(values['slip'] as string[] | null)?.length
      ? [{ field: 'slip', text: 'premises:problem.slip_missing' }]
      : [],
  codes: [
    {
      list: 'premises.room',
      items: [
        { code: 'room-1', zh: '一号机房', en: 'Machine room 1' },
        { code: 'room-2', zh: '二号机房', en: 'Machine room 2' },
        { code: 'power', zh: '配电与 UPS 间', en: 'Power and UPS room' },
        { code: 'monitor', zh: '监控值班室', en: 'Duty room' },
      ],
    },
  ],
})
const cards = ledgerRoom(cardEndpoints, { approvals: { card: byDutyLeader('t:premises:approval.card') } })

export const manifest: Manifest = {
  name: 'premises',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'premises.read': { grants: ['desk', 'engineer', 'asset-keeper', 'duty-leader', 'manager'] },
    'premises.request': { grants: ['desk', 'engineer', 'asset-keeper', 'duty-leader', 'manager'] },
    'premises.admit': { grants: ['desk', 'asset-keeper', 'duty-leader'] },
    'premises.keep-cards': { grants: ['asset-keeper', 'duty-leader'] },
  },
  routes: [...visits.routes, ...cards.routes],
  setUp: (db) => {
    visits.setUp(db)
    cards.setUp(db)
  },
  ensureShipped: visits.ensureShipped,
  evidence,
}
