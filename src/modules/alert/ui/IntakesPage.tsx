import { Segmented } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import { listIntakes } from '../contract.ts'
import { intakeStates } from '../words.ts'
import { IntakeDrawer } from './IntakeDrawer.tsx'
import { SettingButton } from './SettingButton.tsx'
import { reasonText, type Intake } from './intake-parts.tsx'

/** What monitoring systems have posted: what failed first. State and open drawer are in the address. */
export function IntakesPage() {
  const { t } = useTranslation('alert')
  const [url, setUrl] = useUrlState()
  const state = intakeStates.find((one) => one === url['state']) ?? 'failed'
  const list = useInfiniteList(listIntakes, { state })
  return (
    <div className="zy-page">
      <PageHeader title={t('page.intakes')} sub={t('intakes.sub')} actions={<SettingButton />} />
      <div>
        <Segmented
          value={state}
          aria-label={t('intakes.state.label')}
          onChange={(next) => setUrl({ state: next === 'failed' ? undefined : next }, { push: true })}
          options={intakeStates.map((value) => ({ value, label: t(`intakes.state.${value}`) }))}
        />
      </div>
      <RecordTable
        list={list}
        columns={columnsOf(t, state === 'failed')}
        rowKey={(row) => String(row.id)}
        label={t('page.intakes')}
        onOpen={(row) => setUrl({ at: String(row.id) })}
        empty={{ title: t(`intakes.none.${state}`), hint: t('intakes.noneHint') }}
      />
      <IntakeDrawer id={Number(url['at']) || null} onClose={() => setUrl({ at: undefined })} />
    </div>
  )
}

function columnsOf(t: TFunction<'alert'>, failed: boolean): Column<Intake>[] {
  const source: Column<Intake> = { key: 'source', title: t('list.source'), lead: true }
  const reason: Column<Intake> = {
    key: 'error',
    title: t('intakes.reason'),
    cut: true,
    render: (row) => reasonText(row.error, t),
  }
  return [
    {
      key: 'id',
      title: t('intakes.id'),
      width: 90,
      wide: true,
      render: (row) => <span className="zy-num">{row.id}</span>,
    },
    failed ? { ...source, width: 180 } : { ...source, cut: true },
    ...(failed ? [reason] : []),
    {
      key: 'format',
      title: t('intakes.format'),
      width: 130,
      render: (row) => t(`intakes.formats.${row.format}`),
    },
    { key: 'alerts', title: t('intakes.alerts'), width: 90, align: 'right', named: true },
    {
      key: 'recordedAt',
      title: t('intakes.received'),
      width: 130,
      render: (row) => <TimeText at={row.recordedAt} />,
    },
  ]
}
