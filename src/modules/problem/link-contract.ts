/** Incidents of problems, and known errors where incidents are written and worked on. */
import { z } from 'zod'
import { endpoint, idParams, text, when } from '#kernel/http/endpoint.ts'
import { Problem } from './contract.ts'
import { states } from './words.ts'

const ref = z.object({ id: z.string(), name: z.string() })

export const linkIncident = endpoint({
  name: 'problem.link',
  method: 'POST',
  path: '/problems/{id}/incidents',
  permission: 'problem.propose',
  params: idParams,
  body: z.strictObject({ incidentNumber: text(60) }),
  response: Problem,
  summary: 'Link an incident that the problem is behind 关联事件',
})
export const unlinkIncident = endpoint({
  name: 'problem.unlink',
  method: 'DELETE',
  path: '/problems/{id}/incidents/{incidentId}',
  permission: 'problem.propose',
  params: z.strictObject({ id: z.uuid(), incidentId: z.uuid() }),
  response: Problem,
  summary: 'Take an incident off 取消关联事件',
})

const OfIncident = z.object({
  items: z.array(
    z.object({
      id: z.string(),
      number: z.string(),
      title: z.string(),
      state: z.enum(states),
      usedWorkaround: z.boolean(),
      /** shown to the desk now: its workaround can be used */
      published: z.boolean(),
      workaround: z.string(),
      /** the caller may open the problem's own page */
      visible: z.boolean(),
    }),
  ),
})
export const problemsOfIncident = endpoint({
  name: 'problem.of-incident',
  method: 'GET',
  path: '/incidents/{id}/problems',
  permission: 'problem.read',
  params: idParams,
  response: OfIncident,
  summary: 'Problems behind an incident 事件背后的问题',
})
export const applyWorkaround = endpoint({
  name: 'problem.apply-workaround',
  method: 'POST',
  path: '/incidents/{id}/workarounds',
  permission: 'problem.propose',
  params: idParams,
  body: z.strictObject({ problemId: z.uuid() }),
  response: OfIncident,
  summary: 'The workaround of a known error was used on an incident 采用规避方法',
})

export const suggestKnownErrors = endpoint({
  name: 'problem.suggest',
  method: 'GET',
  path: '/known-errors/suggestions',
  permission: 'problem.read',
  query: z.strictObject({
    q: z.string().max(4000).default(''),
    serviceId: z.uuid().optional(),
  }),
  response: z.object({
    items: z.array(
      z.object({
        id: z.string(),
        number: z.string(),
        title: z.string(),
        symptoms: z.array(z.string()),
        workaround: z.string(),
        services: z.array(ref),
        uses: z.number(),
        publishedAt: when,
        visible: z.boolean(),
      }),
    ),
  }),
  summary: 'Published known errors that fit what is typed 已知错误建议',
})
