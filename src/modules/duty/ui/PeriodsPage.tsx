import { PlusOutlined } from '@ant-design/icons'
import { Button, Popconfirm, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { bracketed, comma, semicolon } from '#web/kit/marks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { useUrlState } from '#web/url.ts'
import { callOffPeriod, listPeriods, type PeriodRecord } from '../period-contract.ts'
import { PeriodDialog } from './PeriodDialog.tsx'
import { Level } from './Periods.tsx'
import './duty.css'

/** Guarantee periods 重保: what runs and lies ahead, or is over. */
export function PeriodsPage() {
  const { t } = useTranslation('duty')
  const [url, setUrl] = useUrlState()
  const which = url['which'] === 'over' ? 'over' : 'ahead'
  const found = useCall(listPeriods, { which })
  const [dialog, setDialog] = useState<PeriodRecord | 'new' | null>(null)
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.periods')}
        sub={t('screen.periods.sub')}
        actions={
          <>
            <Segmented
              value={which}
              onChange={(next) => setUrl({ which: next === 'over' ? 'over' : undefined })}
              options={(['ahead', 'over'] as const).map((value) => ({
                value,
                label: t(`screen.periods.${value}`),
              }))}
            />
            {found.data?.mayCreate ? (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog('new')}>
                {t('screen.periods.add')}
              </Button>
            ) : null}
          </>
        }
      />
      <RecordTable
        list={plainList({ ...found, data: found.data?.items })}
        label={t('page.periods')}
        empty={{ title: t('screen.periods.empty'), hint: t('screen.periods.emptyHint') }}
        columns={[
          {
            key: 'name',
            title: t('screen.field.name'),
            lead: true,
            width: 240,
            render: (row) => (
              <>
                {row.name} {row.calledOff ? <Tag hue="grey">{t('screen.periods.calledOff')}</Tag> : null}
              </>
            ),
          },
          {
            key: 'level',
            title: t('screen.periods.level'),
            width: 150,
            render: (row) => <Level level={row.level} />,
          },
          {
            key: 'days',
            title: t('screen.field.period'),
            width: 210,
            render: (row) => <span className="zy-num">{`${row.fromDay} – ${row.toDay}`}</span>,
          },
          {
            key: 'whom',
            title: t('screen.periods.orgs'),
            width: 200,
            render: (row) => (
              <span className="duty-wrap">
                {[...row.orgs, ...row.teams].map((one) => one.name).join(comma()) ||
                  `${row.org.name}${bracketed(t('screen.periods.whole'))}`}
              </span>
            ),
          },
          {
            key: 'asks',
            title: t('screen.periods.asks'),
            width: '34%',
            render: (row) => <Asks period={row} />,
          },
          {
            key: 'do',
            title: '',
            width: 150,
            render: (row) => (row.mayEdit ? <Moves period={row} onEdit={() => setDialog(row)} /> : null),
          },
        ]}
      />
      {dialog ? (
        <PeriodDialog period={dialog === 'new' ? null : dialog} onClose={() => setDialog(null)} />
      ) : null}
    </div>
  )
}

function Asks({ period }: { period: PeriodRecord }) {
  const { t } = useTranslation('duty')
  const asks = [
    period.fullCover ? t('screen.periods.fullCover') : '',
    period.leastDuty > 0 ? t('screen.periods.leastText', { n: period.leastDuty }) : '',
    period.needsLeader ? t('screen.periods.needsLeader') : '',
    period.reportBy ? t('screen.periods.reportText', { at: period.reportBy }) : '',
    period.rules,
  ]
  return <span className="duty-wrap duty-asks">{asks.filter(Boolean).join(semicolon()) || '—'}</span>
}

function Moves({ period, onEdit }: { period: PeriodRecord; onEdit: () => void }) {
  const { t } = useTranslation('duty')
  const { id, version } = period
  const callOff = useMove(callOffPeriod, { done: t('screen.periods.calledOff') })
  return (
    <span onClick={(event) => event.stopPropagation()}>
      <Button size="small" type="link" onClick={onEdit}>
        {t('screen.periods.edit')}
      </Button>
      <Popconfirm
        title={t('screen.periods.callOffSure')}
        styles={{ root: { maxWidth: 360 } }}
        onConfirm={() => callOff.mutate({ id, version })}
      >
        <Button size="small" type="link" danger>
          {t('screen.periods.callOff')}
        </Button>
      </Popconfirm>
    </span>
  )
}
