import { listFiles } from '#kernel/files/index.ts'
import type { Db } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import type { Answers, FormDefinition } from '#modules/catalogue/form-contract.ts'
import { itemVersion } from '#modules/catalogue/index.ts'
import { clocksOf } from '#modules/sla/index.ts'
import { lineAbilitiesOf, requestAbilitiesOf, taskAbilitiesOf } from './access.ts'
import type { RequestRecord } from './contract.ts'
import { lineMetric } from './settle.ts'
import { namesOf, type FullRequest, type LineRow } from './store/read.ts'

/** Ids that answers refer to. */
function idsOf(form: FormDefinition, answers: Answers): string[] {
  return form.flatMap((field) => {
    const answer = answers[field.key]
    const refers = field.type === 'person' || field.type === 'org' || field.type === 'service'
    return refers && typeof answer === 'string' && answer ? [answer] : []
  })
}

/** Names of what a line's answers and results refer to, its files among them, by id. */
export async function namesFor(db: Db, requestId: string, line: LineRow): Promise<Record<string, string>> {
  const item = (await itemVersion(db, line.itemId, line.itemNo))!.definition
  const ids = [
    ...idsOf(item.form, line.answers),
    ...line.tasks.flatMap((task) => idsOf(task.resultForm, task.results)),
  ]
  const files = (await listFiles(db, 'request', [requestId])).get(requestId) ?? []
  return { ...(await namesOf(db, ids)), ...Object.fromEntries(files.map((file) => [file.id, file.name])) }
}

/** The whole request as this actor may see it, each line with its steps and who has them. */
export async function present(db: Db, actor: Actor, row: FullRequest): Promise<RequestRecord> {
  const clocks = (await clocksOf(db, [row.id])).get(row.id) ?? []
  const lines: RequestRecord['lines'] = []
  for (const line of row.lines) {
    const { form, quality, cost, target } = (await itemVersion(db, line.itemId, line.itemNo))!.definition
    lines.push({
      ...line,
      ...{ form, quality, cost, target },
      names: await namesFor(db, row.id, line),
      clock: clocks.find((one) => one.metric === lineMetric(line)) ?? null,
      tasks: line.tasks.map((task) => ({ ...task, abilities: taskAbilitiesOf(actor, row, line, task) })),
      abilities: lineAbilitiesOf(actor, row, line),
    })
  }
  return { ...row, lines, abilities: requestAbilitiesOf(actor, row) }
}
