import { endpointList, listTime } from '#kernel/view/index.ts'
import { listIncidents as endpoint } from './contract.ts'
import { listIncidents } from './read-incidents.ts'

/** The incident list, as views and exports know it. */
export const incidentList = endpointList({
  list: 'incidents',
  permission: 'incident.read',
  endpoint,
  verb: listIncidents,
  label: (line) => `${line.number} ${line.title}`,
  // what the list shows, in its order; titles are words of the pages
  columns: [
    ['incident:ui.field.number', (line) => line.number],
    ['incident:ui.field.title', (line) => line.title],
    ['incident:ui.field.type', (line, t) => t(`incident:type.${line.type}`)],
    ['incident:ui.field.state', (line, t) => t(`incident:state.${line.merged ? 'merged' : line.state}`)],
    [
      'incident:ui.field.priority',
      (line, t) => `P${line.priority} ${t(`incident:priority.${line.priority}`)}`,
    ],
    ['incident:ui.field.grade', (line, t) => t(`incident:grade.${line.grade}`)],
    ['incident:ui.field.channel', (line, t) => t(`incident:channel.${line.channel}`)],
    ['incident:ui.field.requester', (line) => line.requester?.name ?? line.callerName],
    ['incident:ui.field.org', (line) => line.org?.name ?? null],
    ['incident:ui.field.service', (line) => line.service?.name ?? null],
    ['incident:ui.field.category', (line) => line.category?.name ?? null],
    ['incident:ui.field.group', (line) => line.group?.name ?? null],
    ['incident:ui.field.owner', (line) => line.owner?.name ?? null],
    ['incident:ui.field.occurredAt', (line) => listTime(line.occurredAt)],
    ['incident:ui.field.recordedAt', (line) => listTime(line.recordedAt)],
    ['incident:ui.field.resolvedAt', (line) => listTime(line.resolvedAt)],
    ['incident:ui.field.closedAt', (line) => listTime(line.closedAt)],
  ],
})
