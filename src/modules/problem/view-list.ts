import { endpointList, listTime } from '#kernel/view/index.ts'
import { listProblems as endpoint } from './contract.ts'
import { listProblemsVerb } from './read-problems.ts'

/** The list of problems, as views and exports know it. */
export const problemList = endpointList({
  list: 'problems',
  permission: 'problem.read',
  endpoint,
  verb: listProblemsVerb,
  label: (line) => `${line.number} ${line.title}`,
  columns: [
    ['problem:ui.field.number', (line) => line.number],
    ['problem:ui.field.title', (line) => line.title],
    ['problem:ui.field.priority', (line) => `P${line.priority}`],
    ['problem:ui.field.state', (line, t) => t(`problem:state.${line.state}`)],
    ['problem:ui.field.source', (line, t) => t(`problem:source.${line.source}`)],
    ['problem:ui.field.services', (line) => line.services.map((one) => one.name).join('、')],
    ['problem:ui.field.category', (line) => line.category?.name ?? null],
    ['problem:ui.field.group', (line) => line.group?.name ?? null],
    ['problem:ui.field.owner', (line) => line.owner?.name ?? null],
    ['problem:ui.field.incidents', (line) => line.incidents],
    ['problem:ui.list.published', (line, t) => (line.published ? t('problem:ui.known.shown') : null)],
    ['problem:ui.field.recorded', (line) => listTime(line.recordedAt)],
    ['problem:ui.field.updated', (line) => listTime(line.updatedAt)],
  ],
})
