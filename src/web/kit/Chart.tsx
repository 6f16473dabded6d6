import { Button } from 'antd'
import { TableOutlined } from '@ant-design/icons'
import type { EChartsCoreOption } from 'echarts/core'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Bars } from './Loading.tsx'
import { EmptyState } from './states.tsx'

const ChartCanvas = lazy(() => import('./ChartCanvas.tsx').then((m) => ({ default: m.ChartCanvas })))

export interface ChartProps {
  /** What the figure shows, for screen readers and as caption of the data. */
  title: string
  /** ECharts option; colours, fonts and grid come from the theme unless given. Bar, line, pie, scatter, heatmap. */
  option: EChartsCoreOption
  height?: number
  /** The same figures as rows, shown on demand: charts must not be the only way to read a number, or to follow it. */
  table?: { head: string[]; rows: ReactNode[][] }
  /** Drill-through: called with the datum that was clicked. */
  onPick?: (picked: { name: string; seriesName?: string; dataIndex: number; value: unknown }) => void
  empty?: boolean
}

/** A chart; ECharts is downloaded only when the first one is shown. */
export function Chart({ title, option, height = 240, table, onPick, empty }: ChartProps) {
  const { t } = useTranslation('web')
  const [asTable, setAsTable] = useState(false)
  if (empty) return <EmptyState title={t('kit.chartEmpty')} small />
  return (
    <figure className="zy-chart" aria-label={title}>
      {table ? (
        <Button
          type="text"
          size="small"
          className="zy-chart-switch"
          icon={<TableOutlined />}
          onClick={() => setAsTable(!asTable)}
          aria-pressed={asTable}
          aria-label={asTable ? t('kit.chart') : t('kit.chartTable')}
          title={asTable ? t('kit.chart') : t('kit.chartTable')}
        />
      ) : null}
      {asTable && table ? (
        <div className="zy-table-holder" style={{ height }}>
          <table className="zy-table">
            <thead>
              <tr>
                {table.head.map((cell) => (
                  <th key={cell}>{cell}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, index) => (
                <tr key={index}>
                  {row.map((cell, at) => (
                    <td key={at} className="zy-num">
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div style={{ height }}>
          <Suspense fallback={<Bars rows={5} />}>
            <ChartCanvas option={option} title={title} {...(onPick ? { onPick } : {})} />
          </Suspense>
        </div>
      )}
    </figure>
  )
}
