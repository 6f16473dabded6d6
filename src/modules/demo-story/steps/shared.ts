import { getIncident } from '#modules/incident/contract.ts'
import { similarIncidents } from '#modules/incident/story-contract.ts'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { Client } from '../client.ts'
import type { StoryStep } from '../contract.ts'

/** What the portal offers a person to join: open incidents of the service. */
export async function listKnown(
  client: Client,
  serviceId: string | undefined,
): Promise<CallOutput<typeof similarIncidents>['items']> {
  return (await client.call(similarIncidents, serviceId ? { serviceId } : {})).items
}

/** How each clock explains itself, in both languages. */
export async function clockLines(client: Client, id: string): Promise<NonNullable<StoryStep['lines']>> {
  const say = async (language: 'zh-CN' | 'en'): Promise<string[]> =>
    (await client.call(getIncident, { id }, language)).clocks.map((c) => c.explanation)
  return { 'zh-CN': await say('zh-CN'), en: await say('en') }
}
