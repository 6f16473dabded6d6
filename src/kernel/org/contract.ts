import { z } from 'zod'
import { endpoint, idParams, pageOf, pageQuery, text } from '../http/endpoint.ts'

export const OrgKind = z.enum(['unit', 'department', 'vendor'])
const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/)

/** An organisation unit 单位/部门. `path` is `/1/5/` of org numbers: a subtree is a prefix. */
export const Org = z.object({
  id: z.uuid(),
  no: z.number(),
  parentId: z.uuid().nullable(),
  path: z.string(),
  kind: OrgKind,
  name: z.string(),
  code: z.string(),
  active: z.boolean(),
  /** who leads it 负责人: approvals ask the leader of the requester's org */
  leaderId: z.uuid().nullable(),
  leaderName: z.string().nullable(),
  version: z.number(),
})

export const listOrgs = endpoint({
  name: 'org.list',
  method: 'GET',
  path: '/orgs',
  permission: 'org.read',
  query: z.strictObject({
    ...pageQuery,
    q: text(100).optional(),
    /** only this org and what is below it */
    under: z.uuid().optional(),
    active: z.stringbool().optional(),
  }),
  response: pageOf(Org),
  summary: 'Organisation tree, parents before children 组织机构',
})

export const getOrg = endpoint({
  name: 'org.get',
  method: 'GET',
  path: '/orgs/{id}',
  permission: 'org.read',
  params: idParams,
  response: Org,
  summary: 'One organisation unit 单位详情',
})

export const lookupOrgs = endpoint({
  name: 'org.lookup',
  method: 'GET',
  path: '/orgs/lookup',
  permission: 'org.lookup',
  query: z.strictObject({
    q: text(100).optional(),
    kind: OrgKind.optional(),
    limit: z.coerce.number().int().min(1).max(500).default(50),
  }),
  response: z.object({
    items: z.array(
      Org.pick({ id: true, name: true, parentId: true, kind: true }).extend({
        /** names from the root down, for telling two 办公室 apart */
        fullName: z.string(),
      }),
    ),
  }),
  summary: 'Pick an active organisation unit 选择单位',
})

export const createOrg = endpoint({
  name: 'org.create',
  method: 'POST',
  path: '/orgs',
  permission: 'org.manage',
  body: z.strictObject({ parentId: z.uuid(), kind: OrgKind, name: text(100), code }),
  response: Org,
  status: 201,
  idempotent: true,
  summary: 'Create an organisation unit 新建单位',
})

export const editOrg = endpoint({
  name: 'org.edit',
  method: 'PATCH',
  path: '/orgs/{id}',
  permission: 'org.manage',
  params: idParams,
  body: z.strictObject({
    name: text(100).optional(),
    code: code.optional(),
    kind: OrgKind.optional(),
    /** moves the whole subtree */
    parentId: z.uuid().optional(),
    active: z.boolean().optional(),
    /** an active person; null: nobody leads it */
    leaderId: z.uuid().nullable().optional(),
  }),
  response: Org,
  ifMatch: true,
  summary: 'Rename, move, deactivate an organisation unit, name its leader 修改单位',
})

/** A member of a support group. Who is off duty is not chosen at dispatch. */
export const Member = z.object({
  personId: z.uuid(),
  login: z.string(),
  name: z.string(),
  state: z.enum(['inactive', 'active', 'disabled']),
  leader: z.boolean(),
  onDuty: z.boolean(),
})

/** A support group 支持组. `line`: 1 service desk, 2 second line, 3 vendor. */
export const Group = z.object({
  id: z.uuid(),
  name: z.string(),
  orgId: z.uuid(),
  orgName: z.string(),
  line: z.number(),
  /** how a person of the group is chosen at dispatch: nobody, in turn, the one with least open work */
  dispatch: z.enum(['none', 'turn', 'load']),
  active: z.boolean(),
  version: z.number(),
  members: z.array(Member),
})

const groupFields = {
  name: text(100),
  orgId: z.uuid(),
  line: z.int().min(1).max(3),
  dispatch: z.enum(['none', 'turn', 'load']),
}

export const listGroups = endpoint({
  name: 'group.list',
  method: 'GET',
  path: '/groups',
  permission: 'group.read',
  query: z.strictObject({ ...pageQuery, q: text(100).optional(), active: z.stringbool().optional() }),
  response: pageOf(Group),
  summary: 'Support groups 支持组',
})

export const getGroup = endpoint({
  name: 'group.get',
  method: 'GET',
  path: '/groups/{id}',
  permission: 'group.read',
  params: idParams,
  response: Group,
  summary: 'One support group 支持组详情',
})

export const lookupGroups = endpoint({
  name: 'group.lookup',
  method: 'GET',
  path: '/groups/lookup',
  permission: 'group.lookup',
  query: z.strictObject({
    q: text(100).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(100),
  }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.uuid(),
        name: z.string(),
        line: z.number(),
        members: z.array(z.object({ id: z.uuid(), name: z.string(), onDuty: z.boolean() })),
      }),
    ),
  }),
  summary: 'Pick a support group and a person of it 选择支持组',
})

export const createGroup = endpoint({
  name: 'group.create',
  method: 'POST',
  path: '/groups',
  permission: 'group.manage',
  body: z.strictObject({
    ...groupFields,
    line: groupFields.line.default(2),
    dispatch: groupFields.dispatch.default('turn'),
  }),
  response: Group,
  status: 201,
  idempotent: true,
  summary: 'Create a support group 新建支持组',
})

export const editGroup = endpoint({
  name: 'group.edit',
  method: 'PATCH',
  path: '/groups/{id}',
  permission: 'group.manage',
  params: idParams,
  body: z.strictObject({ ...z.object(groupFields).partial().shape, active: z.boolean().optional() }),
  response: Group,
  ifMatch: true,
  summary: 'Change a support group 修改支持组',
})

export const setMembers = endpoint({
  name: 'group.set-members',
  method: 'PUT',
  path: '/groups/{id}/members',
  permission: 'group.manage',
  params: idParams,
  body: z.strictObject({
    members: z
      .array(
        z.strictObject({
          personId: z.uuid(),
          leader: z.boolean().default(false),
          onDuty: z.boolean().default(true),
        }),
      )
      .max(500),
  }),
  response: Group,
  ifMatch: true,
  summary: 'Set the members of a support group 设置组成员',
})
