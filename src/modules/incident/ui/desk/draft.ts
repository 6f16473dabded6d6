import type { Channel, IncidentType, Level } from '../../words.ts'

/** What the agent has typed so far. */
export interface QuickDraft {
  requesterId: string | null
  requesterName: string
  requesterDetail: string
  orgId: string | null
  callerName: string
  callerPhone: string
  callerPlace: string
  title: string
  description: string
  type: IncidentType
  channel: Channel
  serviceId: string | null
  categoryId: string | null
  impact: Level
  urgency: Level
  occurredAt: string | null
  solved: boolean
  resolution: string
  /** number and id of the incident that this one repeats */
  duplicateOf: { id: string; number: string } | null
  /** what it was filled in by; its tasks come along */
  template: { id: string; name: string; tasks: number } | null
  /** made with the draft, so that a retry after a broken connection files nothing twice */
  key: string
}

export function emptyDraft(key: string): QuickDraft {
  return {
    requesterId: null,
    requesterName: '',
    requesterDetail: '',
    orgId: null,
    callerName: '',
    callerPhone: '',
    callerPlace: '',
    title: '',
    description: '',
    type: 'fault',
    channel: 'phone',
    serviceId: null,
    categoryId: null,
    impact: 'low',
    urgency: 'medium',
    occurredAt: null,
    solved: false,
    resolution: '',
    duplicateOf: null,
    template: null,
    key,
  }
}

/** The body of `POST /incidents`. */
export function filingOf(draft: QuickDraft) {
  const given = <K extends string>(key: K, value: string | null) =>
    value?.trim() ? { [key]: value.trim() } : {}
  const caller = draft.requesterId
    ? {}
    : {
        caller: {
          name: draft.callerName.trim(),
          ...given('phone', draft.callerPhone),
          ...given('place', draft.callerPlace),
        },
      }
  return {
    title: draft.title,
    description: draft.description,
    type: draft.type,
    channel: draft.channel,
    impact: draft.impact,
    urgency: draft.urgency,
    ...given('requesterId', draft.requesterId),
    ...(draft.callerName.trim() || !draft.requesterId ? caller : {}),
    ...given('orgId', draft.orgId),
    ...given('serviceId', draft.serviceId),
    ...given('categoryId', draft.categoryId),
    ...given('occurredAt', draft.occurredAt),
    ...(draft.solved ? given('resolution', draft.resolution) : {}),
  }
}
