import { Button } from 'antd'
import { FileAddOutlined, FilePdfOutlined, FileWordOutlined, PrinterOutlined } from '@ant-design/icons'
import { useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { Problem } from '#web/api.ts'
import { useCall, useDownload, useMove } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { draftReport, getReport, reportPdf, reportWord, serviceSheetPdf } from '../contract.ts'
import { Editor } from './Editor.tsx'
import { History } from './History.tsx'
import { ReportState } from './ReportState.tsx'
import { ReviewButtons } from './ReviewButtons.tsx'
import './report.css'

type Report = CallOutput<typeof getReport>

/** The report beside what happened: written on the left, looked up on the right. */
export function ReportPage() {
  const { id = '' } = useParams({ strict: false })
  const { data, error, isPending, refetch } = useCall(getReport, { id })
  if (isPending) return <PageSkeleton />
  if (error && !data) {
    if (error instanceof Problem && error.code === 'fault-report.not_found') return <NoReport id={id} />
    return <ErrorState error={error} retry={() => void refetch()} />
  }
  return <Written report={data} />
}

function NoReport({ id }: { id: string }) {
  const { t } = useTranslation('fault-report')
  const can = useCan()
  const draft = useMove(draftReport)
  return (
    <EmptyState
      title={t('record.none')}
      hint={t('record.noneHint')}
      action={
        can('fault-report.write') ? (
          <Button icon={<FileAddOutlined />} loading={draft.isPending} onClick={() => draft.mutate({ id })}>
            {t('record.draft')}
          </Button>
        ) : undefined
      }
    />
  )
}

function Written({ report }: { report: Report }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const id = report.ticketId
  const sheet = useDownload(serviceSheetPdf)
  const pdf = useDownload(reportPdf)
  const word = useDownload(reportWord)
  return (
    <RecordPage
      title={report.ticketTitle}
      breadcrumb={[
        { label: t('fault-report:page.list'), to: '/fault-reports' },
        { label: report.ticketNumber },
      ]}
      tags={<ReportState state={report.state} />}
      actions={
        <>
          <Button onClick={() => void navigate({ to: '/incidents/$id', params: { id } })}>
            {t('fault-report:record.incident')}
          </Button>
          <Button icon={<PrinterOutlined />} loading={sheet.busy} onClick={() => sheet.run({ id })}>
            {t('fault-report:record.sheet')}
          </Button>
          <Button icon={<FilePdfOutlined />} loading={pdf.busy} onClick={() => pdf.run({ id })}>
            {t('fault-report:record.pdf')}
          </Button>
          <Button icon={<FileWordOutlined />} loading={word.busy} onClick={() => word.run({ id })}>
            {t('fault-report:record.word')}
          </Button>
          <ReviewButtons report={report} />
        </>
      }
      story={<Editor key={id} report={report} />}
      facts={
        <>
          <Panel>
            <FactList title={t('fault-report:record.facts')} facts={factsOf(report, t)} />
          </Panel>
          <Panel title={t('fault-report:record.timeline')}>
            <History id={id} />
          </Panel>
        </>
      }
    />
  )
}

function factsOf(report: Report, t: (key: string) => string) {
  const reviewed = report.state === 'reviewed'
  return [
    { label: t('fault-report:list.owner'), value: report.owner?.name },
    {
      label: t('fault-report:record.due'),
      value: <TimeText at={report.dueAt} />,
      when: report.dueAt !== null,
    },
    { label: t('fault-report:record.writtenBy'), value: report.submittedBy?.name },
    { label: t('fault-report:list.submitted'), value: <TimeText at={report.submittedAt} /> },
    { label: t('fault-report:record.reviewedBy'), value: report.reviewedBy?.name, when: reviewed },
    { label: t('fault-report:list.reviewed'), value: <TimeText at={report.reviewedAt} />, when: reviewed },
  ]
}
