import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { listExchangeProblems } from '../contract.ts'
import type { Exchange } from './parts.tsx'

/** All that is wrong with a file, as its reader finds it there. */
export function Problems({ run }: { run: Exchange }) {
  const { t } = useTranslation(['asset-exchange', 'sheet'])
  const list = useInfiniteList(listExchangeProblems, { id: run.id })
  return (
    <Panel title={t('screen.problems', { n: run.problems })} flush>
      <RecordTable
        list={list}
        label={t('screen.problems', { n: run.problems })}
        columns={[
          {
            key: 'cell',
            title: t('sheet:import.cell'),
            width: 100,
            render: (one) => one.cell ?? `${t('sheet:import.row')} ${one.row}`,
          },
          {
            key: 'column',
            title: t('sheet:import.column'),
            width: 130,
            wide: true,
            render: (one) => one.column ?? '—',
          },
          {
            key: 'value',
            title: t('sheet:import.value'),
            width: 200,
            render: (one) => <code>{one.value || '—'}</code>,
          },
          { key: 'message', title: t('sheet:import.reason'), lead: true },
        ]}
      />
    </Panel>
  )
}
