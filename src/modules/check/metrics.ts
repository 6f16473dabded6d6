import type { Db } from '#kernel/db/index.ts'
import type { Download } from '#kernel/http/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { visibleCheck } from './policy.ts'
import { selectStates, totals } from './store/check.ts'

export { totals as checkTotals }

/** Lines of one answer at most: what a Prometheus takes at once. */
const most = 20_000

/** Text of a label as the exposition format writes it. */
const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`

/** States of the checks that the caller sees, in the text format of Prometheus. */
export async function checkMetricsVerb(db: Db, actor: Actor): Promise<Download> {
  const rows = await selectStates(db, visibleCheck(actor), most)
  const lines = [
    '# HELP zhengyun_check_state 1 for the state in which the check is.',
    '# TYPE zhengyun_check_state gauge',
  ]
  const times = ['# HELP zhengyun_check_milliseconds How long the last answer took.', '# TYPE zhengyun_check_milliseconds gauge'] // prettier-ignore
  for (const { id, name, kind, service, state, ms } of rows) {
    const labels = `id="${id}",name=${quoted(name)},kind="${kind}",service=${quoted(service)}`
    lines.push(`zhengyun_check_state{${labels},state="${state}"} 1`)
    if (ms !== null) times.push(`zhengyun_check_milliseconds{${labels}} ${ms}`)
  }
  const text = `${[...lines, ...times].join('\n')}\n`
  return { content: Buffer.from(text), type: 'text/plain; version=0.0.4; charset=utf-8', inline: true }
}
