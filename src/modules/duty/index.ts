import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import en from './en.ts'
import zh from './zh-CN.ts'

export { findShift, nextOnDuty, onDuty, shiftsBetween, teamLeaders, type Whose } from './front.ts'
export type { ShiftRow, Stander } from './store/shifts.ts'

export const manifest: Manifest = {
  name: 'duty',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'duty.read': { grants: [...staff, 'vendor-engineer'] },
    // teams, rotations, rosters of the org subtree of the role
    'duty.manage': { grants: ['duty-leader', 'manager'] },
  },
}
