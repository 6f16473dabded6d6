import { ledgerRoom } from '#kernel/ledger/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { mediaEndpoints } from './contract.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import zh from './zh-CN.ts'

const media = ledgerRoom(mediaEndpoints, {
  approvals: {
    destruction: {
      steps: [{ name: 't:media:approval.destruction', mode: 'any', by: [{ kind: 'role', role: 'manager' }] }],
    },
  },
  codes: [
    {
      list: 'media.kind',
      items: [
        { code: 'hdd', zh: '机械硬盘', en: 'Hard disk' },
        { code: 'ssd', zh: '固态硬盘', en: 'Solid-state disk' },
        { code: 'portable', zh: '移动硬盘', en: 'Portable disk' },
        { code: 'usb', zh: 'U 盘', en: 'USB stick' },
        { code: 'optical', zh: '光盘', en: 'Optical disc' },
        { code: 'tape', zh: '磁带', en: 'Tape' },
        { code: 'other', zh: '其他', en: 'Other' },
      ],
    },
  ],
})

export const manifest: Manifest = {
  name: 'media',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'media.read': { grants: ['asset-keeper', 'duty-leader', 'manager', 'engineer'] },
    'media.keep': { grants: ['asset-keeper', 'manager'] },
    'media.destroy': { grants: ['asset-keeper', 'duty-leader', 'manager'] },
  },
  routes: media.routes,
  setUp: media.setUp,
  ensureShipped: media.ensureShipped,
  evidence,
}
