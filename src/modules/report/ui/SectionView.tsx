import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { Chart } from '#web/kit/Chart.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { Link } from '@tanstack/react-router'
import { grouped, ToRecords, type Report, type Section } from './parts.tsx'

type Drawn = Section['charts'][number]

/** A section to be read: words, figures, charts, records, what was said to it. */
export function SectionView({ report, section, no }: { report: Report; section: Section; no: number }) {
  const { t } = useTranslation('report')
  const { sentences, figures, charts, lists, text, comment } = section
  const empty = !text && !comment && sentences.length === 0 && lists.length === 0
  return (
    <Panel title={`${no}. ${section.heading}`}>
      <div className="zy-report-section">
        {text ? <PlainText>{text}</PlainText> : null}
        {sentences.length > 0 ? (
          <p className="zy-report-said" lang={report.locale}>
            {sentences.join('')}
          </p>
        ) : null}
        {empty ? <p className="zy-report-quiet">{t('ui.none')}</p> : null}
        {figures.length > 0 ? <Figures report={report} figures={figures} /> : null}
        <div className="zy-report-charts">
          {charts.map((chart) => (
            <Drawing key={chart.caption} report={report} chart={chart} />
          ))}
        </div>
        {lists.map((list) => (
          <Records key={list.fact} report={report} list={list} />
        ))}
        {comment ? (
          <div className="zy-report-comment">
            <h3>{t('ui.comment')}</h3>
            <PlainText>{comment}</PlainText>
          </div>
        ) : null}
      </div>
    </Panel>
  )
}

function Figures({ report, figures }: { report: Report; figures: Section['figures'] }) {
  const { t } = useTranslation('report')
  const yearly = report.kind === 'year'
  const said = (unit: Section['figures'][number]['unit'], value: number | null | undefined) => {
    if (value === null || value === undefined) return t('ui.none')
    if (unit === 'percent') return `${grouped(value)}%`
    return `${grouped(value)}${unit ? t(`unit.${unit}`) : ''}`
  }
  return (
    <div className="zy-table-holder">
      <table className="zy-report-figures">
        <thead>
          <tr>
            <th>{t('ui.figure')}</th>
            <th>{t(`period.${report.kind}`)}</th>
            <th>{t(`base.${report.kind}`)}</th>
            {yearly ? null : <th className="zy-report-wide">{t(`baseYear.${report.kind}`)}</th>}
            <th>{t('ui.cases')}</th>
          </tr>
        </thead>
        <tbody>
          {figures.map((one) => (
            <tr key={one.key}>
              <td title={one.words}>{one.name || one.key}</td>
              <td className="zy-num">
                {one.state === 'known' ? (
                  <ToRecords report={report} fact={one.key}>
                    {said(one.unit, one.value)}
                  </ToRecords>
                ) : (
                  t(`figureState.${one.state}`)
                )}
              </td>
              <td className="zy-num">{said(one.unit, one.before?.value)}</td>
              {yearly ? null : (
                <td className="zy-num zy-report-wide">{said(one.unit, one.yearBefore?.value)}</td>
              )}
              <td className="zy-num">
                {one.kind === 'share' && one.good !== null ? `${one.good} / ${one.cases}` : one.cases}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function optionOf(chart: Drawn) {
  const lying = chart.type === 'ranking'
  const names = { type: 'category', data: chart.categories, axisLabel: { hideOverlap: true } }
  const values = {
    type: 'value',
    ...(chart.most ? { max: chart.most } : {}),
    splitNumber: 4,
    scale: chart.type === 'line',
  }
  const several = chart.series.length > 1
  return {
    // patterns beside the colours, for those who print the page
    ...(several && chart.type !== 'line' ? { aria: { enabled: true, decal: { show: true } } } : {}),
    grid: { left: 4, right: lying ? 44 : 8, top: several ? 30 : 10, bottom: 4, outerBoundsMode: 'same' },
    tooltip: { trigger: 'axis', axisPointer: { type: 'shadow' } },
    ...(lying
      ? { yAxis: { ...names, inverse: true, axisLabel: { width: 130, overflow: 'truncate' } }, xAxis: values }
      : { xAxis: names, yAxis: values }),
    series: chart.series.map((one, i) => ({
      type: chart.type === 'line' ? 'line' : 'bar',
      name: one.name,
      data: one.values,
      cursor: 'pointer',
      ...(chart.type === 'stacked' ? { stack: 'all' } : {}),
      ...(chart.type === 'line'
        ? {
            showSymbol: true,
            symbol: ['circle', 'rect', 'triangle', 'diamond'][i % 4],
            symbolSize: 7,
            lineStyle: { type: (['solid', 'dashed', 'dotted'] as const)[i % 3] },
          }
        : {}),
      ...(lying ? { label: { show: true, position: 'right' } } : {}),
    })),
  }
}

/** A chart of which every bar and point leads to its records, as do the figures of its table. */
function Drawing({ report, chart }: { report: Report; chart: Drawn }) {
  const { t } = useTranslation('report')
  const navigate = useNavigate()
  const option = useMemo(() => optionOf(chart), [chart])
  const unit = chart.unit ? ` (${chart.unit})` : ''
  const title = `${chart.caption}${unit}`
  return (
    <div>
      <h3>{title}</h3>
      <Chart
        title={title}
        option={option}
        height={chart.type === 'ranking' ? 60 + 26 * chart.categories.length * chart.series.length : 230}
        onPick={({ dataIndex, seriesName }) => {
          const one = chart.series.find((series) => series.name === seriesName) ?? chart.series[0]
          const part = chart.values[dataIndex]
          if (!one) return
          const search = { from: report.from, to: report.to, orgId: report.org.id, split: chart.split }
          void navigate({
            to: '/facts/$key' as never,
            params: { key: one.fact } as never,
            search: { ...search, ...(part === null || part === undefined ? {} : { part }) } as never,
          })
        }}
        table={{
          head: [t(`split.${chart.split as 'org'}`), ...chart.series.map((one) => one.name)],
          rows: chart.categories.map((name, i) => [
            name,
            ...chart.series.map((one) => {
              const value = one.values[i]
              return value === null || value === undefined ? (
                t('ui.none')
              ) : (
                <ToRecords
                  key={one.fact}
                  report={report}
                  fact={one.fact}
                  split={chart.split}
                  part={chart.values[i]}
                >
                  {grouped(value)}
                </ToRecords>
              )
            }),
          ]),
        }}
      />
    </div>
  )
}

function Records({ report, list }: { report: Report; list: Section['lists'][number] }) {
  const { t } = useTranslation('report')
  const at = list.next && report.next ? { ...report, ...report.next } : report
  return (
    <div>
      <h3>
        {list.name}{' '}
        <ToRecords report={at} fact={list.fact}>
          {list.more ? `${t('ui.more')}…` : t('ui.moreIn')}
        </ToRecords>
      </h3>
      {list.items.length === 0 ? <p className="zy-report-quiet">{t('ui.none')}</p> : null}
      <ul className="zy-report-records">
        {list.items.map((one) => (
          <li key={one.label}>{one.path ? <Link to={one.path as never}>{one.label}</Link> : one.label}</li>
        ))}
      </ul>
    </div>
  )
}
