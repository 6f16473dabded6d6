import { z } from 'zod'
import { endpoint, idParams, text, when } from '../http/endpoint.ts'

const Post = z.enum(['system', 'security', 'audit'])
const Done = z.object({})

/** A role: a set of permissions. Shipped roles and posts are kept by the program; others by the security administrator. */
export const Role = z.object({
  id: z.uuid(),
  key: z.string(),
  name: z.string(),
  nameEn: z.string(),
  shipped: z.boolean(),
  post: Post.nullable(),
  permissions: z.array(z.string()),
  /** people who hold it */
  holders: z.number(),
  version: z.number(),
})

export const listRoles = endpoint({
  name: 'role.list',
  method: 'GET',
  path: '/roles',
  permission: 'role.read',
  response: z.object({ items: z.array(Role) }),
  summary: 'Roles with their permissions 角色',
})

export const listPermissions = endpoint({
  name: 'role.list-permissions',
  method: 'GET',
  path: '/permissions',
  permission: 'role.read',
  response: z.object({
    items: z.array(
      z.object({
        key: z.string(),
        administrative: z.boolean(),
        /** may be put into a role of the unit's own */
        assignable: z.boolean(),
      }),
    ),
  }),
  summary: 'All permissions there are 权限项',
})

const permissions = z.array(z.string().max(100)).max(500)

export const createRole = endpoint({
  name: 'role.create',
  method: 'POST',
  path: '/roles',
  permission: 'role.manage',
  body: z.strictObject({
    key: z.string().regex(/^[a-z][a-z0-9-]{1,49}$/),
    name: text(50),
    nameEn: text(50),
    permissions,
  }),
  response: Role,
  status: 201,
  idempotent: true,
  summary: 'Make a role of the unit’s own 新建角色',
})

export const editRole = endpoint({
  name: 'role.edit',
  method: 'PATCH',
  path: '/roles/{id}',
  permission: 'role.manage',
  params: idParams,
  body: z.strictObject({
    name: text(50).optional(),
    nameEn: text(50).optional(),
    permissions: permissions.optional(),
  }),
  response: Role,
  ifMatch: true,
  summary: 'Change a role of the unit’s own 修改角色',
})

export const deleteRole = endpoint({
  name: 'role.delete',
  method: 'DELETE',
  path: '/roles/{id}',
  permission: 'role.manage',
  params: idParams,
  response: Done,
  summary: 'Delete a role that nobody holds 删除角色',
})

/** A role that a person holds below an org. */
export const Grant = z.object({
  roleId: z.uuid(),
  key: z.string(),
  name: z.string(),
  nameEn: z.string(),
  post: Post.nullable(),
  orgId: z.uuid(),
  orgName: z.string(),
  grantedBy: z.string().nullable(),
  grantedAt: when,
})

export const listGrants = endpoint({
  name: 'role.list-grants',
  method: 'GET',
  path: '/people/{id}/roles',
  permission: 'people.read',
  params: idParams,
  response: z.object({ items: z.array(Grant) }),
  summary: 'Roles of a person 人员角色',
})

export const grantRole = endpoint({
  name: 'role.grant',
  method: 'POST',
  path: '/people/{id}/roles',
  permission: 'role.grant',
  params: idParams,
  /** `orgId`: the role holds for this org and all below it; a post always holds for the whole installation */
  body: z.strictObject({ roleId: z.uuid(), orgId: z.uuid() }),
  response: z.object({ items: z.array(Grant) }),
  summary: 'Give a role to a person 授予角色',
})

export const revokeRole = endpoint({
  name: 'role.revoke',
  method: 'DELETE',
  path: '/people/{id}/roles/{roleId}/{orgId}',
  permission: 'role.grant',
  params: z.strictObject({ id: z.uuid(), roleId: z.uuid(), orgId: z.uuid() }),
  response: z.object({ items: z.array(Grant) }),
  summary: 'Take a role from a person 收回角色',
})
