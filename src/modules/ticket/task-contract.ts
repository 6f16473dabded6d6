import { z } from 'zod'
import { endpoint, idParams, instant, text, when } from '#kernel/http/endpoint.ts'

export const taskStates = ['open', 'done', 'given-up'] as const
const Ref = z.object({ id: z.string(), name: z.string() }).nullable()

export const Task = z.object({
  id: z.string(),
  ticketId: z.string(),
  title: z.string(),
  required: z.boolean(),
  owner: Ref,
  dueAt: when.nullable(),
  state: z.enum(taskStates),
  endedBy: Ref,
  endedAt: when.nullable(),
  reason: z.string().nullable(),
  overdue: z.boolean(),
  version: z.number(),
  /** what the caller may do with it now */
  abilities: z.array(z.enum(['edit', 'done', 'give-up', 'reopen'])),
})

/** In their order. Whoever only has a task of the ticket sees that one. */
export const listTasks = endpoint({
  name: 'task.list',
  method: 'GET',
  path: '/tickets/{id}/tasks',
  permission: 'ticket.tasks',
  params: idParams,
  response: z.object({ items: z.array(Task), mayAdd: z.boolean() }),
  summary: 'Tasks of a ticket 工单任务',
})

export const addTask = endpoint({
  name: 'task.add',
  method: 'POST',
  path: '/tickets/{id}/tasks',
  permission: 'ticket.tasks',
  params: idParams,
  body: z.strictObject({
    title: text(200, 2),
    required: z.boolean().default(false),
    ownerId: z.uuid().optional(),
    dueAt: instant.optional(),
  }),
  response: Task,
  status: 201,
  idempotent: true,
  summary: 'Add a task 新增任务',
})

/** The tasks in this order; every task of the ticket exactly once. */
export const orderTasks = endpoint({
  name: 'task.order',
  method: 'PUT',
  path: '/tickets/{id}/task-order',
  permission: 'ticket.tasks',
  params: idParams,
  body: z.strictObject({ ids: z.array(z.uuid()).max(200) }),
  response: z.object({ items: z.array(Task), mayAdd: z.boolean() }),
  summary: 'Order the tasks 调整任务顺序',
})

export const editTask = endpoint({
  name: 'task.edit',
  method: 'PATCH',
  path: '/ticket-tasks/{id}',
  permission: 'ticket.tasks',
  params: idParams,
  body: z.strictObject({
    title: text(200, 2).optional(),
    ownerId: z.uuid().nullable().optional(),
    dueAt: instant.nullable().optional(),
  }),
  response: Task,
  ifMatch: true,
  summary: 'Change a task 修改任务',
})

const move = <const N extends string, const V extends string>(name: N, verb: V, summary: string) =>
  endpoint({
    name,
    method: 'POST',
    path: `/ticket-tasks/{id}/moves/${verb}`,
    permission: 'ticket.tasks',
    params: idParams,
    response: Task,
    ifMatch: true,
    summary,
  })

export const finishTask = move('task.done', 'done', 'A task is done 完成任务')
export const reopenTask = move('task.reopen', 'reopen', 'A task is open again 重开任务')
export const giveUpTask = endpoint({
  ...move('task.give-up', 'give-up', 'Give a task up, with the reason 放弃任务'),
  body: z.strictObject({ reason: text(2000, 2) }),
})

/** Open tasks of open tickets that are mine, the nearest due time first. */
export const myTasks = endpoint({
  name: 'task.mine',
  method: 'GET',
  path: '/my-tasks',
  permission: 'ticket.tasks',
  response: z.object({
    items: z.array(
      Task.extend({
        ticket: z.object({ id: z.string(), kind: z.string(), number: z.string(), title: z.string() }),
      }),
    ),
  }),
  summary: 'My open tasks 我的任务',
})
