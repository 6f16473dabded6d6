import { ledgerRoom } from '#kernel/ledger/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { custodyEndpoints } from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import zh from './zh-CN.ts'

const agreements = ledgerRoom(custodyEndpoints, {
  codes: [
    {
      list: 'custody.kind',
      items: [
        { code: 'equipment', zh: '设备', en: 'Equipment' },
        { code: 'media', zh: '存储介质', en: 'Storage media' },
        { code: 'document', zh: '文件资料', en: 'Documents' },
        { code: 'key', zh: '钥匙、印章', en: 'Keys and seals' },
        { code: 'other', zh: '其他', en: 'Other' },
      ],
    },
  ],
})

export const manifest: Manifest = {
  name: 'custody',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'custody.read': { grants: ['asset-keeper', 'duty-leader', 'manager', 'engineer'] },
    'custody.keep': { grants: ['asset-keeper', 'manager'] },
  },
  routes: agreements.routes,
  setUp: agreements.setUp,
  ensureShipped: agreements.ensureShipped,
  evidence,
}
