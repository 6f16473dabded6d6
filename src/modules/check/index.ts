import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

const keepers = ['engineer', 'duty-leader', 'manager'] as const

export const manifest: Manifest = {
  name: 'check',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'check.read': { grants: [...staff, 'vendor-engineer', 'asset-keeper'] },
    'check.report': { grants: [...staff, 'asset-keeper'] },
    'check.manage': { grants: keepers },
    'check.configure': { grants: ['manager'] },
  },
}
