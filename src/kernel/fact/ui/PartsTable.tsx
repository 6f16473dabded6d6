import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { EmptyState } from '#web/kit/states.tsx'
import type { readFact } from '../contract.ts'
import { timeSplits } from '../words.ts'
import { useFigureText } from './figure.ts'
import type { Question } from './question.ts'

type Read = CallOutput<typeof readFact>
type Part = Read['parts'][number]

/** The figure taken apart by what the reader chooses; a row opens its records below. */
export function PartsTable({ data, question }: { data: Read; question: Question }) {
  const { t } = useTranslation('fact')
  const { by, setUrl } = question
  const { fact, parts } = data
  const keys = [...timeSplits, ...fact.splits].map((key) => ({
    value: key,
    label: t(`split.${key}`, { defaultValue: key }),
  }))
  return (
    <section className="zy-panel">
      <div className="zy-panel-head">
        <h2>{t('ui.parts')}</h2>
        <Select
          value={by}
          options={keys}
          aria-label={t('ui.by')}
          popupMatchSelectWidth={false}
          style={{ minWidth: 120 }}
          onChange={(next) => setUrl({ by: next, split: undefined, part: undefined }, { push: true })}
        />
      </div>
      {parts.length === 0 ? (
        <EmptyState title={t('ui.empty')} hint={t('ui.emptyHint')} small />
      ) : (
        <div className="zy-fact-scroll">
          <table className="zy-fact-parts" aria-label={t('ui.parts')}>
            <thead>
              <tr>
                <th scope="col">{t(`split.${by}`, { defaultValue: by })}</th>
                <td className="zy-fact-bar" />
                <th scope="col" className="zy-fact-number">
                  {t('ui.value')}
                </th>
                {fact.kind === 'count' ? null : (
                  <th scope="col" className="zy-fact-number">
                    {t('ui.cases')}
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {parts.map((part) => (
                <Row key={part.part ?? ''} part={part} data={data} question={question} />
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}

function Row({ part, data, question }: { part: Part; data: Read; question: Question }) {
  const { t } = useTranslation('fact')
  const text = useFigureText()
  const { by, chosen, setUrl } = question
  const { fact, parts } = data
  const most = fact.kind === 'share' ? 100 : Math.max(...parts.map((one) => one.value ?? 0))
  const active = chosen.split === by && (chosen.part ?? null) === part.part
  const open = () =>
    setUrl(
      active ? { split: undefined, part: undefined, by } : { split: by, part: part.part ?? undefined, by },
      { push: true },
    )
  return (
    <tr className={active ? 'zy-row-active' : undefined}>
      <th scope="row">
        <button type="button" className="zy-fact-open" aria-pressed={active} onClick={open}>
          {part.name ?? t('ui.unknown')}
        </button>
      </th>
      <td className="zy-fact-bar" aria-hidden>
        <span className="zy-fact-track">
          <i style={{ width: `${most > 0 ? (100 * (part.value ?? 0)) / most : 0}%` }} />
        </span>
      </td>
      <td className="zy-fact-number">{text(part.value, fact.unit)}</td>
      {fact.kind === 'count' ? null : (
        <td className="zy-fact-number">{part.good === null ? part.cases : `${part.good} / ${part.cases}`}</td>
      )}
    </tr>
  )
}
