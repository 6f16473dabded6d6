import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { getMajor, getReview, listLog } from '../contract.ts'

export type Major = CallOutput<typeof getMajor>
export type Review = CallOutput<typeof getReview>
export type Entry = CallOutput<typeof listLog>['items'][number]
