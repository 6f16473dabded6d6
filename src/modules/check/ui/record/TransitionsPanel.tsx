import { ArrowRightOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { listTransitions } from '../../history-contract.ts'
import { CheckTag, useOutcome } from '../parts.tsx'

/** Every change of the state, the newest first, with what was said then. */
export function TransitionsPanel({ id }: { id: string }) {
  const { t } = useTranslation('check')
  const outcome = useOutcome()
  const list = useInfiniteList(listTransitions, { id, limit: 20 })
  return (
    <Panel title={t('screen.transitions.title')} flush>
      <RecordTable
        list={list}
        keys={false}
        label={t('screen.transitions.title')}
        rowKey={(row) => String(row.id)}
        empty={{ title: t('screen.transitions.none'), small: true }}
        columns={[
          {
            key: 'at',
            title: t('screen.field.at'),
            width: 150,
            render: (row) => <TimeText at={row.at} mode="full" />,
          },
          {
            key: 'to',
            title: t('screen.field.state'),
            width: 210,
            render: (row) => (
              <span className="zy-nowrap">
                <CheckTag state={row.from} /> <ArrowRightOutlined aria-hidden="true" />{' '}
                <CheckTag state={row.to} />
              </span>
            ),
          },
          {
            key: 'said',
            title: t('screen.field.said'),
            cut: true,
            render: (row) => (
              <span title={row.output || outcome(row.code, row.params)}>
                {outcome(row.code, row.params) || '—'}
              </span>
            ),
          },
          {
            key: 'beganAt',
            title: t('screen.transitions.began'),
            width: 150,
            wide: true,
            render: (row) => <TimeText at={row.beganAt} mode="full" />,
          },
        ]}
      />
    </Panel>
  )
}
