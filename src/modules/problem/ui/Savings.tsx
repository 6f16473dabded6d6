import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { getSavings } from '../trend-contract.ts'
import type { Problem } from './parts.tsx'

/** What the fix saved, with the rule by which it is counted; nothing before the fix. */
export function SavingsPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problem')
  const found = useCall(getSavings, { id: problem.id }, { enabled: problem.fixedAt !== null })
  if (problem.fixedAt === null) return null
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} small />
  const data = found.data
  if (!data?.before || !data.after) return null
  const rows = [
    { key: 'perMonth', before: data.before.perMonth, after: data.after.perMonth },
    { key: 'downtime', before: data.before.downtimeMinutes, after: data.after.downtimeMinutes },
    { key: 'work', before: data.before.workMinutes, after: data.after.workMinutes },
  ]
  return (
    <Panel title={t('ui.saved.title')}>
      {data.saved ? (
        <p>
          <b>
            {t('ui.saved.sum', {
              incidents: data.saved.incidents,
              downtime: data.saved.downtimeMinutes,
              work: data.saved.workMinutes,
            })}
          </b>
        </p>
      ) : (
        <p className="zy-prb-none">{t('ui.saved.early')}</p>
      )}
      <table className="zy-prb-table">
        <thead>
          <tr>
            <th scope="col" />
            <th scope="col">{t('ui.saved.before', { days: data.before.days, n: data.before.incidents })}</th>
            <th scope="col">{t('ui.saved.after', { days: data.after.days, n: data.after.incidents })}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.key}>
              <th scope="row">{t(`ui.saved.${row.key}`)}</th>
              <td className="zy-num">{row.before}</td>
              <td className="zy-num">{row.after}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="zy-prb-none">
        {t(`ui.saved.rule.${data.rule}`, { words: problem.symptoms.join(comma()) })}
      </p>
    </Panel>
  )
}
