import { z } from 'zod'
import { endpoint, when } from '#kernel/http/endpoint.ts'

/** The steps in their order; also the keys of their captions. */
export const stepKeys = [
  'healthy',
  'fault',
  'alert',
  'report',
  'clocks',
  'work',
  'restore',
  'resolve',
  'rate',
  'faultReport',
  'audit',
] as const
export type StepKey = (typeof stepKeys)[number]

/** Text in both languages, as the API gave it. */
const Lines = z.object({ 'zh-CN': z.array(z.string()), en: z.array(z.string()) })

/** A page of the application with the login that may see it. */
const StoryLink = z.object({
  key: z.enum(['incident', 'alerts', 'portal', 'survey', 'report', 'pdf', 'audit']),
  to: z.string(),
  as: z.string(),
})

/** An entry of the audit trail: who did what. */
const Trail = z.object({ at: when, who: z.string(), action: z.string() })

export const StoryStep = z.object({
  key: z.enum(stepKeys),
  state: z.enum(['waiting', 'running', 'done', 'failed']),
  startedAt: when.nullable(),
  endedAt: when.nullable(),
  /** values for the caption */
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  lines: Lines.nullable(),
  trail: z.array(Trail),
  links: z.array(StoryLink),
})
export type StoryStep = z.output<typeof StoryStep>

export const Story = z.object({
  /** `interrupted`: the server was stopped in the middle */
  state: z.enum(['never', 'running', 'done', 'failed', 'interrupted']),
  /** how often it has been played */
  run: z.int(),
  /** whether the page may start the first run by itself */
  autoStart: z.boolean(),
  startedAt: when.nullable(),
  endedAt: when.nullable(),
  /** the server's clock, to count seconds by */
  now: when,
  street: z.object({
    /** address on the server itself; null until the first run */
    url: z.string().nullable(),
    up: z.boolean(),
    /** the prober's last looks, oldest first */
    looks: z.array(z.object({ at: when, ok: z.boolean() })),
    firing: z.boolean(),
  }),
  steps: z.array(StoryStep),
  /** why the last run failed, in the server's words */
  trouble: z.string().nullable(),
  /** accounts of the sample city; they and their password work on a demo only */
  logins: z.array(z.object({ login: z.string(), name: z.string(), title: z.string() })),
  password: z.string(),
})
export type Story = z.output<typeof Story>

export const getStory = endpoint({
  name: 'demo-story.get',
  method: 'GET',
  path: '/demo/story',
  permission: 'public',
  response: Story,
  summary: 'The demo story so far (demo installations only) 演示进展',
})

export const startStory = endpoint({
  name: 'demo-story.start',
  method: 'POST',
  path: '/demo/story/start',
  permission: 'public',
  response: Story,
  summary: 'Play the demo story (demo installations only) 开始演示',
})
