import type { Output } from '#kernel/http/endpoint.ts'
import { can, type Actor } from '#kernel/permission/index.ts'
import { isMine, mayCallBack } from './access.ts'
import type { finishCallbackTask, getSurvey } from './contract.ts'
import type { SurveyRow } from './store/surveys.ts'
import type { TaskRow } from './store/tasks.ts'

/** A survey as this actor may see it: telephone numbers are for those who call. */
export function presentSurvey(actor: Actor, row: SurveyRow): Output<typeof getSurvey> {
  const { personPhone, callerPhone, ...rest } = row
  const callsBack = mayCallBack(actor, row)
  const asked = row.state === 'asked'
  const worked = actor.id !== null && row.workedBy.includes(actor.id)
  return {
    ...rest,
    phone: callsBack ? (row.person ? personPhone : callerPhone) : null,
    abilities: [
      ...(asked && isMine(actor, row) && can(actor, 'satisfaction.answer') ? (['answer'] as const) : []),
      ...(asked && callsBack && !worked && !isMine(actor, row) ? (['callback'] as const) : []),
    ],
  }
}

export function presentTask(actor: Actor, row: TaskRow): Output<typeof finishCallbackTask> {
  const worked = actor.id !== null && row.workedBy.includes(actor.id)
  return {
    id: row.taskId,
    state: row.taskState,
    note: row.taskNote,
    recordedAt: row.taskRecordedAt,
    doneBy: row.doneBy,
    doneAt: row.doneAt,
    survey: presentSurvey(actor, row),
    abilities: row.taskState === 'open' && mayCallBack(actor, row) && !worked ? ['done'] : [],
  }
}
