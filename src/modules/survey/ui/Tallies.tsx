import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { runResults } from '../run-contract.ts'
import { bracketed } from '#web/kit/marks.ts'
import './survey.css'

export type Results = CallOutput<typeof runResults>
type Tally = Results['questions'][number]
type Overall = Results['overall']

export const percent = (part: number, whole: number): string =>
  whole === 0 ? '—' : `${(Math.round((1000 * part) / whole) / 10).toFixed(1)}%`

/** How many answered, and how many of all grades are satisfied: each share with its counts. */
export function Figures({ sheets, asked, overall }: { sheets: number; asked: number; overall: Overall }) {
  const { t } = useTranslation('survey')
  return (
    <div className="zy-survey-figures">
      <span>
        {t('field.rate')}
        <b>{percent(sheets, asked)}</b>
        <small className="zy-num">{t('result.of', { n: sheets, all: asked })}</small>
      </span>
      {overall && overall.n > 0 ? (
        <span>
          {t('result.satisfied')}
          <b>{percent(overall.satisfied, overall.n)}</b>
          <small className="zy-num">
            {t('result.of', { n: overall.satisfied, all: overall.n })} ·{' '}
            {t('result.mean', { mean: overall.mean ?? '—' })}
          </small>
        </span>
      ) : null}
    </div>
  )
}

/** Each question with its counts. `last`: means of the time before, by question and row. */
export function Tallies({
  tallies,
  last,
}: {
  tallies: Tally[]
  last?: Results['before'][number]['questions'] | undefined
}) {
  return (
    <div>
      {tallies.map((one) => (
        <OneTally
          key={`${one.key} ${one.row}`}
          tally={one}
          before={last?.find((old) => old.key === one.key && old.row === one.row)?.mean ?? null}
        />
      ))}
    </div>
  )
}

function OneTally({ tally, before }: { tally: Tally; before: number | null }) {
  const { t } = useTranslation('survey')
  const graded = tally.type === 'grade' || tally.type === 'matrix'
  const change = before === null || tally.mean === null ? null : Math.round(100 * (tally.mean - before)) / 100
  return (
    <section className="zy-survey-result">
      <h3>
        {tally.serviceId ? (
          <Link to={`/services/${tally.serviceId}` as never}>{tally.label}</Link>
        ) : (
          tally.label
        )}
        <small>
          {[
            t('result.n', { n: tally.n }),
            tally.satisfied === null
              ? null
              : `${t('result.satisfied')} ${percent(tally.satisfied, tally.n)}${bracketed(`${tally.satisfied}/${tally.n}`)}`,
            tally.nps
              ? `${t('result.nps')} ${tally.nps.score} · ${t('result.promoters', { n: tally.nps.promoters })} · ${t('result.detractors', { n: tally.nps.detractors })}`
              : null,
            tally.mean === null ? null : t('result.mean', { mean: tally.mean }),
            change === null ? null : `${t('result.change')} ${change > 0 ? '+' : ''}${change}`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </small>
      </h3>
      {tally.type === 'text' ? (
        <ul className="zy-survey-texts">
          {tally.texts.map((text, at) => (
            <li key={at}>{text}</li>
          ))}
        </ul>
      ) : (
        tally.counts.map((one) => (
          <div key={one.key} className="zy-survey-bar">
            <span>{graded ? t(`grade.${one.key as '1'}`) : one.label}</span>
            <i aria-hidden="true">
              <b style={{ width: tally.n === 0 ? 0 : `${(100 * one.n) / tally.n}%` }} />
            </i>
            <span className="zy-num">
              {one.n} · {percent(one.n, tally.n)}
            </span>
          </div>
        ))
      )}
    </section>
  )
}
