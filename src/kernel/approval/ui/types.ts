import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { getApproval, listApprovals } from '../contract.ts'

export type Line = CallOutput<typeof listApprovals>['items'][number]
export type Detail = CallOutput<typeof getApproval>
export type Signature = Detail['steps'][number]['signatures'][number]
