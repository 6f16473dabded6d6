import { endpointList, listTime } from '#kernel/view/index.ts'
import { listRequests as endpoint } from './contract.ts'
import { listRequestsVerb } from './read.ts'

/** The list of requests, as views and exports know it. */
export const requestList = endpointList({
  list: 'requests',
  permission: 'request.fulfil',
  endpoint,
  verb: listRequestsVerb,
  label: (line) => `${line.number} ${line.title}`,
  columns: [
    ['request:ui.field.number', (line) => line.number],
    ['request:ui.field.title', (line) => line.title],
    [
      'request:ui.field.items',
      (line, _t, locale) =>
        line.items.map((one) => (locale === 'en' && one.nameEn ? one.nameEn : one.name)).join('、'),
    ],
    ['request:ui.field.state', (line, t) => t(`request:ui.state.request.${line.state}`)],
    ['request:ui.field.requester', (line) => line.requester.name],
    ['request:ui.field.org', (line) => line.org.name],
    ['request:ui.field.recorded', (line) => listTime(line.recordedAt)],
    ['request:ui.field.due', (line) => listTime(line.dueAt)],
  ],
})
