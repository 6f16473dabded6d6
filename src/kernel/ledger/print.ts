import { dbNow, type Db } from '../db/index.ts'
import { renderPdf, type Block } from '../document/index.ts'
import { notFound } from '../errors/index.ts'
import { say } from '../http/texts.ts'
import type { Download } from '../http/route.ts'
import type { Actor } from '../permission/actor.ts'
import { rootOrg } from '../org/store/org.ts'
import { inUnitZone } from '../settings/index.ts'
import { accessRecord } from './access.ts'
import { presentOne } from './present.ts'
import { ledgerWord } from './problems.ts'
import { valueText } from './spoken.ts'
import { selectEntries } from './store/history.ts'
import type { Ledger } from './types.ts'

const wide = new Set(['longtext', 'address', 'files', 'refs'])
/** What fits a sheet to sign; the whole history is on the page. */
const entries = 20

/** One record on paper: its fields by group as the reader sees them, what was done with it, and place to sign. @throws ledger.not_found (404) */
export async function printRecord(
  db: Db,
  actor: Actor,
  ledger: Ledger,
  { id }: { id: string },
): Promise<Download> {
  const { def, plan } = ledger
  if (!def.print) throw notFound('ledger')
  const stored = await accessRecord(db, actor, ledger, id)
  const [record, unit, now, history] = await Promise.all([
    presentOne(db, actor, ledger, stored),
    rootOrg(db),
    dbNow(db),
    selectEntries(db, id, { before: null, limit: entries }),
  ])
  const { locale } = actor
  const word = (key: string) => ledgerWord(locale, def, key)
  const t = (key: string) => say(locale, `ledger:${key}`)
  const values = record.values as Record<string, unknown>
  const head = [
    { label: t('column.org'), value: record.org.name },
    ...(record.state === null ? [] : [{ label: t('column.state'), value: word(`state.${record.state}`) }]),
  ]
  const groups = plan.groups.map((name, i): Block => {
    const facts = plan.fields
      .filter((one) => one.group === name && values[one.key] !== null)
      .map(({ key, field }) => ({
        label: word(`field.${key}`),
        value: valueText(locale, def, key, values[key]) ?? '',
        wide: wide.has(field.kind),
      }))
    return {
      kind: 'facts',
      ...(name === '' ? {} : { title: word(`group.${name}`) }),
      facts: i === 0 ? [...head, ...facts] : facts,
    }
  })
  const moves = history.filter((one) => one.what === 'create' || one.what === 'move').reverse()
  const content = await renderPdf({
    title: word('one'),
    ...(unit ? { org: unit.name } : {}),
    ...(record.number ? { number: record.number } : {}),
    locale,
    footer: `${t('print.printedAt')} ${inUnitZone(now)}  ${t('print.by')} ${actor.name}`,
    blocks: [
      ...groups.filter((block) => block.kind !== 'facts' || block.facts.length > 0),
      {
        kind: 'timeline',
        title: t('print.history'),
        items: moves.map((one) => ({
          at: inUnitZone(one.at),
          who: one.byName,
          text: [one.move ? word(`move.${one.move}`) : t(`what.${one.what}`), one.text]
            .filter(Boolean)
            .join('：'),
        })),
      },
    ],
  })
  const name = `${word('one')} ${record.number ?? ''}`.trim()
  return { content, type: 'application/pdf', fileName: `${name}.pdf` }
}
