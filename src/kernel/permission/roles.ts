/** Roles that ship. A unit may make more; these are kept in step with the program. */
export const shippedRoles = [
  'requester',
  'desk',
  'engineer',
  'vendor-engineer',
  'duty-leader',
  'manager',
  'asset-keeper',
  'finance',
  'intake',
  'system-admin',
  'security-admin',
  'audit-admin',
] as const
export type ShippedRole = (typeof shippedRoles)[number]

/** The exclusive posts of the three administrators (三员) and the role that each carries. */
export const posts = {
  system: 'system-admin',
  security: 'security-admin',
  audit: 'audit-admin',
} as const
export type Post = keyof typeof posts

/** Everyone who works for the centre in some business role. */
export const staff = ['desk', 'engineer', 'duty-leader', 'manager'] as const satisfies readonly ShippedRole[]
/** Every business role, the three administrators and machines not among them. */
export const business = [
  'requester',
  'desk',
  'engineer',
  'vendor-engineer',
  'duty-leader',
  'manager',
  'asset-keeper',
  'finance',
] as const satisfies readonly ShippedRole[]
