import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { getIncident, listIncidents } from '../contract.ts'
import type { getTimeline, similarIncidents } from '../story-contract.ts'

/** A whole incident, a line of a list, a timeline entry, as the API answers them. */
export type Incident = CallOutput<typeof getIncident>
export type Line = CallOutput<typeof listIncidents>['items'][number]
export type Clock = Line['clocks'][number]
export type Entry = CallOutput<typeof getTimeline>['items'][number]
export type Known = CallOutput<typeof similarIncidents>['items'][number]
