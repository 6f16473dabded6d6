import { business } from './words.ts'

/** Roles that ship. A unit may make more; these are kept in step with the program. */
export const shippedRoles = [...business, 'intake', 'system-admin', 'security-admin', 'audit-admin'] as const
export type ShippedRole = (typeof shippedRoles)[number]

/** The exclusive posts of the three administrators (三员) and the role that each carries. */
export const posts = {
  system: 'system-admin',
  security: 'security-admin',
  audit: 'audit-admin',
} as const
export type Post = keyof typeof posts

/** What the shipped roles are called. */
export const roleNames: Record<ShippedRole, { zh: string; en: string }> = {
  requester: { zh: '报修人', en: 'Requester' },
  desk: { zh: '服务台坐席', en: 'Service-desk agent' },
  engineer: { zh: '运维工程师', en: 'Engineer' },
  'vendor-engineer': { zh: '外包工程师', en: 'Vendor engineer' },
  'duty-leader': { zh: '值班长', en: 'Duty leader' },
  manager: { zh: '运维主管', en: 'O&M manager' },
  'asset-keeper': { zh: '资产管理员', en: 'Asset keeper' },
  finance: { zh: '财务人员', en: 'Finance' },
  intake: { zh: '接入账号（机器）', en: 'Intake (machine)' },
  'system-admin': { zh: '系统管理员', en: 'System administrator' },
  'security-admin': { zh: '安全管理员', en: 'Security administrator' },
  'audit-admin': { zh: '审计管理员', en: 'Audit administrator' },
}

/** The post that a shipped role carries; undefined for business roles. */
export function postOf(role: ShippedRole): Post | undefined {
  return (Object.keys(posts) as Post[]).find((post) => posts[post] === role)
}

/** Everyone who works for the centre in some business role. */
export const staff = ['desk', 'engineer', 'duty-leader', 'manager'] as const satisfies readonly ShippedRole[]
