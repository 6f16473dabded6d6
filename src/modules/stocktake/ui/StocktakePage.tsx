import { DownloadOutlined, FilePdfOutlined } from '@ant-design/icons'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { SignatureBlock } from '#kernel/signature/ui/SignatureBlock.tsx'
import { useCall, useDownload } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { countSheet, getStocktake, stocktakeReport } from '../contract.ts'
import { Lines } from './Lines.tsx'
import { Moves } from './Moves.tsx'
import { byDepartment, counted, StateTag, type Stocktake } from './parts.tsx'
import './stocktake.css'

/** One stocktake: what waits, its lines, its teams and signatures. */
export function StocktakePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getStocktake, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} stocktake={data} />
}

function Loaded({ stocktake }: { stocktake: Stocktake }) {
  const { t } = useTranslation('stocktake')
  return (
    <RecordPage
      title={stocktake.title}
      tabTitle={`${stocktake.number} ${stocktake.title}`}
      breadcrumb={[{ label: t('page.list'), to: '/stocktakes' }, { label: stocktake.number }]}
      tags={<StateTag state={stocktake.state} />}
      actions={<Actions stocktake={stocktake} />}
      story={
        <Panel title={t('page.lines')} flush>
          {stocktake.state === 'draft' ? (
            <p className="zy-pad zy-page-sub">{t('page.linesNotYet')}</p>
          ) : (
            <Lines stocktake={stocktake} />
          )}
        </Panel>
      }
      facts={<Facts stocktake={stocktake} />}
    />
  )
}

function Actions({ stocktake }: { stocktake: Stocktake }) {
  const { t } = useTranslation('stocktake')
  const navigate = useNavigate()
  const sheet = useDownload(countSheet)
  const report = useDownload(stocktakeReport)
  const begun = stocktake.openedAt !== null
  return (
    <>
      {begun ? (
        <>
          <Button
            icon={<FilePdfOutlined />}
            loading={report.busy}
            onClick={() => report.run({ id: stocktake.id })}
          >
            {t('act.report')}
          </Button>
          <Button
            icon={<DownloadOutlined />}
            loading={sheet.busy}
            onClick={() => sheet.run({ id: stocktake.id, format: 'xlsx' })}
          >
            {t('act.sheet')}
          </Button>
        </>
      ) : null}
      {stocktake.abilities.includes('edit') ? (
        <Button onClick={() => void navigate({ to: `/stocktakes/${stocktake.id}/edit` })}>
          {t('page.edit')}
        </Button>
      ) : null}
      {stocktake.abilities.includes('count') ? (
        <Button type="primary" onClick={() => void navigate({ to: `/stocktakes/${stocktake.id}/count` })}>
          {t('page.count')}
        </Button>
      ) : null}
      <Moves stocktake={stocktake} />
    </>
  )
}

function Facts({ stocktake }: { stocktake: Stocktake }) {
  const { t } = useTranslation('stocktake')
  const { results, waiting, members, signatures } = stocktake
  const shown = Object.entries(waiting).filter(([, n]) => n > 0)
  const signed = (department: string) => signatures.find((one) => one.department === department)
  return (
    <>
      {stocktake.openedAt !== null ? (
        <Panel title={t('page.progress')}>
          <p>{t('counted', counted(results))}</p>
          <FactList
            facts={[
              ...Object.entries(results)
                .filter(([key]) => key !== 'none')
                .map(([key, n]) => ({ label: t(`result.${key}`), value: n })),
              ...shown.map(([key, n]) => ({ label: t(`waits.${key}`), value: <strong>{n}</strong> })),
            ]}
          />
        </Panel>
      ) : null}
      <Panel title={t('page.signatures')}>
        <FactList
          facts={byDepartment(members).map(([department, names]) => ({
            label: t(`department.${department}`),
            block: true,
            value: <SignatureBlock signature={signed(department)}>{names.join(comma())}</SignatureBlock>,
          }))}
        />
      </Panel>
      <Panel title={t('page.facts')}>
        <FactList
          facts={[
            { label: t('field.budgetYear'), value: stocktake.budgetYear },
            {
              label: t('field.scope'),
              value: [stocktake.org.name, stocktake.className].filter(Boolean).join(' · '),
            },
            { label: t('field.period'), value: `${stocktake.startsOn} – ${stocktake.endsOn}` },
            { label: t('field.baseDate'), value: stocktake.baseDate },
            { label: t('field.createdBy'), value: stocktake.createdBy.name },
            {
              label: t('field.closedAt'),
              value: <TimeText at={stocktake.closedAt} />,
              when: stocktake.closedAt !== null,
            },
            {
              label: t('field.digest'),
              value: <code className="zy-stk-digest">{stocktake.digest}</code>,
              block: true,
              when: stocktake.digest !== null,
            },
            {
              label: t('field.cancelReason'),
              value: stocktake.cancelReason,
              block: true,
              when: stocktake.cancelReason !== null,
            },
          ]}
        />
      </Panel>
    </>
  )
}
