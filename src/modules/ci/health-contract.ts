import { z } from 'zod'
import { endpoint, text } from '#kernel/http/endpoint.ts'
import { Ci } from './contract.ts'

/** Each figure is the length of a list: `GET /cis?health=<figure>`; 1,000 stands for "or more". */
export const getHealth = endpoint({
  name: 'ci.health',
  method: 'GET',
  path: '/ci-health',
  permission: 'ci.read',
  query: z.strictObject({ orgId: z.uuid().optional(), classId: z.uuid().optional() }),
  response: z.object({
    incomplete: z.int(),
    stale: z.int(),
    conflict: z.int(),
    duplicate: z.int(),
    lonely: z.int(),
    /** open proposals of sources */
    proposals: z.int(),
    most: z.int(),
  }),
  summary: 'Health of the configuration data 配置数据健康度',
})
/** Items of one class that share an identifying value. */
export const listDuplicates = endpoint({
  name: 'ci.duplicates',
  method: 'GET',
  path: '/ci-duplicates',
  permission: 'ci.read',
  query: z.strictObject({}),
  response: z.object({
    /** the first 200 */
    items: z.array(
      z.object({
        field: z.string(),
        value: z.string(),
        classId: z.uuid(),
        cis: z.array(z.object({ id: z.uuid(), name: z.string(), code: z.string() })),
      }),
    ),
  }),
  summary: 'Possible duplicates 疑似重复的配置项',
})
/** Two records of one thing: the one goes on, the other is retired; relations, tickets and source keys move over. */
export const mergeCi = endpoint({
  name: 'ci.merge',
  method: 'POST',
  path: '/cis/{id}/moves/merge',
  permission: 'ci.manage',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({ intoId: z.uuid() }),
  response: Ci,
  ifMatch: true,
  summary: 'Merge a duplicate into another item 合并重复的配置项',
})
/** A person decides between what sources say; the conflict is open again when one of them says something new. */
export const settleConflict = endpoint({
  name: 'ci.settle-conflict',
  method: 'POST',
  path: '/cis/{id}/conflicts/{field}/settle',
  permission: 'ci.manage',
  params: z.strictObject({ id: z.uuid(), field: text(40) }),
  body: z.strictObject({
    /** whose value is taken; none: what is written stays */
    source: text(40).optional(),
  }),
  response: Ci,
  ifMatch: true,
  summary: 'Settle a conflict between sources 裁定来源冲突',
})
