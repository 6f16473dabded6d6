import { endpointList, listTime } from '#kernel/view/index.ts'
import { listChanges as endpoint } from './contract.ts'
import { listChangesVerb } from './read-changes.ts'

/** The list of changes, as views and exports know it. */
export const changeList = endpointList({
  list: 'changes',
  permission: 'change.read',
  endpoint,
  verb: listChangesVerb,
  label: (line) => `${line.number} ${line.title}`,
  columns: [
    ['change:field.number', (line) => line.number],
    ['change:field.title', (line) => line.title],
    ['change:field.kind', (line, t) => t(`change:kind.${line.kind}`)],
    ['change:field.risk', (line, t) => (line.risk ? t(`change:risk.${line.risk}`) : null)],
    ['change:field.state', (line, t) => t(`change:state.${line.state}`)],
    ['change:field.result', (line, t) => (line.result ? t(`change:result.${line.result}`) : null)],
    [
      'change:ui.list.unauthorised',
      (line, t) => (line.unauthorised ? t('change:ui.list.unauthorised') : null),
    ],
    ['change:field.services', (line) => line.services.map((one) => one.name).join('、')],
    ['change:field.startsAt', (line) => listTime(line.startsAt)],
    ['change:field.endsAt', (line) => listTime(line.endsAt)],
    ['change:field.requester', (line) => line.requester?.name ?? null],
    ['change:field.group', (line) => line.group?.name ?? null],
    ['change:field.implementer', (line) => line.implementer?.name ?? null],
    ['change:field.second', (line) => line.second?.name ?? null],
  ],
})
