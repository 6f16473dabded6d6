import { FileExcelOutlined, FilePdfOutlined, PaperClipOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { SignatureBlock } from '#kernel/signature/ui/SignatureBlock.tsx'
import { useCall, useDownload } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { Bars, PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { exchangeFile, exchangeReport, exchangeResult, getExchange } from '../contract.ts'
import { departments } from '../lifecycle.ts'
import { Moves } from './Moves.tsx'
import { countsOf, StateTag, type Exchange } from './parts.tsx'
import { Problems } from './Problems.tsx'
import { Rows } from './Rows.tsx'
import './exchange.css'

/** One comparison: what differs, what waits for whom, and who has signed. */
export function ExchangePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getExchange, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} run={data} />
}

const compared = (run: Exchange) => !['reading', 'refused', 'interrupted'].includes(run.state)

function Loaded({ run }: { run: Exchange }) {
  const { t } = useTranslation('asset-exchange')
  return (
    <RecordPage
      title={run.fileName}
      tabTitle={`${run.number} ${run.fileName}`}
      breadcrumb={[{ label: t('self'), to: '/asset-exchanges' }, { label: run.number }]}
      tags={<StateTag state={run.state} />}
      actions={<Actions run={run} />}
      story={<Story run={run} />}
      facts={<Facts run={run} />}
    />
  )
}

function Story({ run }: { run: Exchange }) {
  const { t } = useTranslation('asset-exchange')
  const { state, ignored } = run
  if (state === 'reading')
    return (
      <Panel title={t('screen.rows')}>
        <p role="status">{t('screen.working')}</p>
        <Bars rows={4} />
      </Panel>
    )
  if (state === 'refused')
    return (
      <>
        <Alert type="error" showIcon title={t('screen.refused')} />
        <Problems run={run} />
      </>
    )
  if (state === 'interrupted') return <Alert type="warning" showIcon title={t('screen.interrupted')} />
  return (
    <>
      {ignored.length > 0 ? (
        <Alert type="info" showIcon title={t('screen.ignored', { names: ignored.join(comma()) })} />
      ) : null}
      <Panel title={t('screen.rows')} flush>
        <Rows run={run} />
      </Panel>
    </>
  )
}

function Actions({ run }: { run: Exchange }) {
  const { t } = useTranslation('asset-exchange')
  const result = useDownload(exchangeResult)
  const report = useDownload(exchangeReport)
  return (
    <>
      {compared(run) ? (
        <>
          <Button icon={<FilePdfOutlined />} loading={report.busy} onClick={() => report.run({ id: run.id })}>
            {t('screen.act.report')}
          </Button>
          <Button
            icon={<FileExcelOutlined />}
            loading={result.busy}
            onClick={() => result.run({ id: run.id, format: 'xlsx' })}
          >
            {t('screen.act.result')}
          </Button>
        </>
      ) : null}
      <Moves run={run} />
    </>
  )
}

function Facts({ run }: { run: Exchange }) {
  const { t } = useTranslation('asset-exchange')
  const file = useDownload(exchangeFile)
  const { open, signatures, state } = run
  return (
    <>
      {compared(run) ? (
        <Panel title={t('screen.counts')}>
          {state === 'open' ? (
            <p>
              {open.all > 0 ? (
                <strong>{t('screen.waiting', { n: open.all })}</strong>
              ) : (
                t('screen.allSettled')
              )}
            </p>
          ) : null}
          <FactList
            facts={[
              ...countsOf(run).map(([kind, n]) => ({ label: t(`screen.kind.${kind}`), value: n })),
              { label: t('screen.waits.asset'), value: open.asset, when: open.all > 0 },
              { label: t('screen.waits.finance'), value: open.finance, when: open.all > 0 },
            ]}
          />
        </Panel>
      ) : null}
      {compared(run) ? (
        <Panel title={t('screen.signatures')}>
          <FactList
            facts={departments.map((department) => ({
              label: t(`screen.department.${department}`),
              block: true,
              value: (
                <SignatureBlock signature={signatures.find((one) => one.department === department)}>
                  {t('screen.notSigned')}
                </SignatureBlock>
              ),
            }))}
          />
        </Panel>
      ) : null}
      <Panel title={t('screen.facts')}>
        <FactList
          facts={[
            { label: t('screen.field.number'), value: run.number },
            { label: t('screen.field.org'), value: run.org.name },
            { label: t('screen.field.rows'), value: run.rows, when: compared(run) },
            { label: t('screen.field.recordedAt'), value: <TimeText at={run.recordedAt} /> },
            { label: t('screen.field.createdBy'), value: run.createdBy?.name },
            { label: t('screen.field.attempts'), value: run.attempts, when: run.attempts > 1 },
            {
              label: t('screen.field.cancelReason'),
              value: run.cancelReason,
              block: true,
              when: run.cancelReason !== null,
            },
            { label: 'SHA-256', value: <code className="zy-xchg-hash">{run.sha256}</code>, block: true },
            {
              label: t('screen.field.digest'),
              value: <code className="zy-xchg-hash">{run.digest}</code>,
              block: true,
              when: run.digest !== null,
            },
          ]}
        />
        <Button
          size="small"
          icon={<PaperClipOutlined />}
          loading={file.busy}
          onClick={() => file.run({ id: run.id })}
        >
          {t('screen.act.original')}
        </Button>
      </Panel>
    </>
  )
}
