import { Button, DatePicker, Select } from 'antd'
import { CheckCircleOutlined, CloseCircleOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bracketed } from '#web/kit/marks.ts'
import { useCall } from '#web/hooks.ts'
import { Chart } from '#web/kit/Chart.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { toWall } from '#web/kit/zone.ts'
import { useCan } from '#web/session.tsx'
import { measureRule } from '../contract.ts'
import type { ClauseRecord } from './ClausePage.tsx'
import { ConformityTag } from './parts.tsx'

type Finding = ClauseRecord['findings'][number]

/** The rules in words, what they found, and records to look at. */
export function FindingsPanel({ record }: { record: ClauseRecord }) {
  const { t } = useTranslation('norm')
  return (
    <Panel title={t('ui.clause.rules')}>
      {record.rules.length === 0 ? <p className="zy-norm-quiet">{t('ui.clause.noRules')}</p> : null}
      <ul className="zy-norm-list">
        {record.rules.map((rule) => {
          const found = record.findings.find((one) => one.rule === rule.rule)
          return (
            <li key={rule.rule}>
              <p>
                {rule.words} {rule.part ? <Tag hue="violet">{t('ui.clause.part')}</Tag> : null}
              </p>
              {found ? (
                <FindingLines found={found} orgId={record.adoption.org.id} />
              ) : (
                <p className="zy-norm-quiet">{t('ui.clause.notRun')}</p>
              )}
            </li>
          )
        })}
      </ul>
      {record.rules.length > 0 ? <p className="zy-norm-quiet">{t('ui.clause.few')}</p> : null}
    </Panel>
  )
}

function FindingLines({ found, orgId }: { found: Finding; orgId: string }) {
  const { t } = useTranslation('norm')
  return (
    <>
      <div className="zy-norm-row">
        <ConformityTag status={found.status} />
        {found.figure === null ? null : <b className="zy-num">{found.figure}%</b>}
        <span>{t('ui.clause.counts', { cases: found.cases, good: found.good })}</span>
        {found.imported > 0 ? (
          <span className="zy-norm-quiet">{t('ui.clause.imported', { n: found.imported })}</span>
        ) : null}
        <span className="zy-norm-quiet">
          {found.from === found.to ? (
            t('ui.clause.always')
          ) : (
            <>
              {t('ui.clause.period')} <TimeText at={found.from} /> – <TimeText at={found.to} />
            </>
          )}
        </span>
        {found.fact && found.cases > 0 ? <AllRecords found={found} orgId={orgId} /> : null}
      </div>
      {found.error ? <p className="zy-norm-bad">{t('ui.clause.error', { error: found.error })}</p> : null}
      {found.samples.length > 0 ? (
        <ul className="zy-norm-samples" aria-label={t('ui.clause.records')}>
          {found.samples.map((one, i) => (
            <li key={`${one.label}${i}`}>
              {one.ok ? (
                <CheckCircleOutlined className="zy-norm-good" aria-label={t('ui.clause.ok')} />
              ) : (
                <CloseCircleOutlined className="zy-norm-bad" aria-label={t('ui.clause.bad')} />
              )}{' '}
              {one.path ? (
                <Link to={one.path as never} className="zy-num">
                  {one.label}
                </Link>
              ) : (
                one.label
              )}{' '}
              {one.title} {one.note ? <small className="zy-norm-quiet">{one.note}</small> : null}
            </li>
          ))}
        </ul>
      ) : null}
    </>
  )
}

/** To every record behind the share, counted anew for whole days. */
function AllRecords({ found, orgId }: { found: Finding; orgId: string }) {
  const { t } = useTranslation('norm')
  const can = useCan()
  if (!can('fact.read')) return null
  const day = (iso: string) => toWall(iso)!.format('YYYY-MM-DD')
  const last = new Date(Math.max(Date.parse(found.from), Date.parse(found.to) - 1)).toISOString()
  return (
    <Link
      to={`/facts/${found.fact}` as never}
      search={{ from: day(found.from), to: day(last), orgId } as never}
    >
      {t('ui.clause.all')}
    </Link>
  )
}

const levels = { conforms: 3, partly: 2, fails: 1, error: 0 } as Partial<Record<string, number>>

/** How the clause stood day by day, and the figure of its first rule. */
export function HistoryPanel({ record }: { record: ClauseRecord }) {
  const { t } = useTranslation('norm')
  const { history } = record
  const figures = history.some((one) => one.figure !== null)
  return (
    <Panel title={t('ui.clause.history')}>
      {history.length === 0 ? (
        <p className="zy-norm-quiet">{t('ui.clause.noHistory')}</p>
      ) : (
        <Chart
          title={t('ui.clause.historyTitle')}
          height={200}
          option={{
            tooltip: { trigger: 'axis' },
            xAxis: { type: 'category', data: history.map((one) => one.day) },
            yAxis: figures
              ? { type: 'value', min: 0, max: 100, name: '%' }
              : {
                  type: 'value',
                  min: 0,
                  max: 3,
                  interval: 1,
                  axisLabel: {
                    formatter: (value: number) =>
                      [t('status.error'), t('status.fails'), t('status.partly'), t('status.conforms')][
                        value
                      ] ?? '',
                  },
                },
            series: [
              {
                type: 'line',
                step: figures ? false : 'end',
                name: figures ? t('ui.clause.figure') : t('ui.norm.status'),
                data: history.map((one) => (figures ? one.figure : (levels[one.status] ?? null))),
              },
            ],
          }}
          table={{
            head: [t('ui.clause.day'), t('ui.norm.status'), t('ui.clause.figure')],
            rows: history.map((one) => [
              one.day,
              `${t(`status.${one.status}`)}${bracketed(t(`source.${one.source}`))}`,
              one.figure ?? '—',
            ]),
          }}
        />
      )}
    </Panel>
  )
}

/** What a rule says of any period. */
export function TryPanel({ record }: { record: ClauseRecord }) {
  const { t } = useTranslation('norm')
  const timed = record.rules.filter((one) => one.days > 0)
  const [rule, setRule] = useState(timed[0]?.rule ?? '')
  const [span, setSpan] = useState<[Dayjs, Dayjs]>([dayjs().startOf('month'), dayjs()])
  const [asked, setAsked] = useState<{ rule: string; from: string; to: string } | null>(null)
  const found = useCall(
    measureRule,
    { id: record.adoption.id, ...(asked ?? { rule: 'a.b', from: '2000-01-01', to: '2000-01-01' }) },
    { enabled: asked !== null },
  )
  if (timed.length === 0 || !record.abilities.includes('evaluate')) return null
  return (
    <Panel title={t('ui.clause.try')}>
      <div className="zy-norm-row">
        {timed.length > 1 ? (
          <Select
            value={rule}
            onChange={setRule}
            aria-label={t('ui.clause.rules')}
            options={timed.map((one) => ({ value: one.rule, label: one.rule }))}
          />
        ) : null}
        <DatePicker.RangePicker
          value={span}
          allowClear={false}
          onChange={(next) => next?.[0] && next[1] && setSpan([next[0], next[1]])}
        />
        <Button
          loading={found.isFetching}
          onClick={() =>
            setAsked({ rule, from: span[0].format('YYYY-MM-DD'), to: span[1].format('YYYY-MM-DD') })
          }
        >
          {t('ui.clause.tryGo')}
        </Button>
        <small className="zy-norm-quiet">{t('ui.clause.tryHint')}</small>
      </div>
      {found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} small /> : null}
      {asked && found.data ? <FindingLines found={found.data} orgId={record.adoption.org.id} /> : null}
    </Panel>
  )
}
