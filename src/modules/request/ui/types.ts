import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { browseCatalogue, getOffer } from '#modules/catalogue/contract.ts'
import type { getRequest, listRequests, listTasks, getTimeline } from '../contract.ts'

export type Request = CallOutput<typeof getRequest>
export type Line = Request['lines'][number]
export type Task = Line['tasks'][number]
export type Brief = CallOutput<typeof listRequests>['items'][number]
export type QueueTask = CallOutput<typeof listTasks>['items'][number]
export type Entry = CallOutput<typeof getTimeline>['items'][number]
export type Card = CallOutput<typeof browseCatalogue>['items'][number]
export type Offer = CallOutput<typeof getOffer>
