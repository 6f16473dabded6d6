import { PrinterOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useDownload, useMove } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { getReport, printReport, readReport, type LineRecord, type ReportFacts } from '../contract.ts'
import { FileDialog } from './FileDialog.tsx'
import { LineState, partyName } from './parts.tsx'

/** The zero reports of a day: the missing ones first; the leading cadre signs that they were read. */
export function ReportPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getReport, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} report={data} />
}

function Loaded({ report }: { report: ReportFacts }) {
  const { t } = useTranslation('zero-report')
  const title = `${report.day} ${report.occasion}`
  return (
    <RecordPage
      storyFirst
      title={title}
      tabTitle={`${t('page.list')} ${report.day}`}
      breadcrumb={[{ label: t('page.list'), to: '/zero-reports' }, { label: title }]}
      tags={<Tag hue={report.readAt ? 'green' : 'grey'}>{t(report.readAt ? 'read' : 'unread')}</Tag>}
      actions={<Actions report={report} />}
      story={<Lines lines={report.lines} />}
      facts={<Facts report={report} />}
    />
  )
}

function Actions({ report }: { report: ReportFacts }) {
  const { t } = useTranslation('zero-report')
  const { id, version } = report
  const [open, setOpen] = useState(false)
  const print = useDownload(printReport)
  const read = useMove(readReport, { done: t('done.read'), onProblem: () => true })
  return (
    <>
      <Button icon={<PrinterOutlined />} loading={print.busy} onClick={() => print.run({ id })}>
        {t('act.print')}
      </Button>
      {report.abilities.includes('read') ? (
        <Button type="primary" onClick={() => setOpen(true)}>
          {t('act.read')}
        </Button>
      ) : null}
      {open ? (
        <FormDialog
          title={t('act.read')}
          above={t('counts', { ...report.counts, missing: missingOf(report) })}
          fields={[{ name: 'remark', label: t('field.remark'), type: 'longtext', max: 1000, rows: 3 }]}
          submitLabel={t('act.read')}
          onSubmit={(values) =>
            read.mutateAsync({ id, version, remark: (values['remark'] as string | undefined) || null })
          }
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  )
}

const missingOf = ({ counts }: ReportFacts): number => counts.missing + counts.waiting

function Lines({ lines }: { lines: LineRecord[] }) {
  const { t } = useTranslation('zero-report')
  const [filing, setFiling] = useState<LineRecord | null>(null)
  return (
    <Panel title={t('page.lines')} flush>
      <RecordTable
        list={plainList({ data: lines, error: null, isPending: false, refetch: () => undefined })}
        label={t('page.lines')}
        columns={[
          { key: 'party', title: t('field.party'), width: 190, lead: true, render: partyName },
          {
            ...{ key: 'state', title: t('field.state'), width: 130 },
            render: (line) => <LineState line={line} />,
          },
          {
            ...{ key: 'text', title: t('field.text') },
            render: (line) => <span className="zero-text">{line.text}</span>,
          },
          {
            ...{ key: 'duty', title: t('field.duty'), width: 120 },
            render: ({ leader, duty, phone }) => (
              <span className="zero-stack">
                {[leader, duty, phone].filter(Boolean).map((one) => (
                  <span key={one}>{one}</span>
                ))}
              </span>
            ),
          },
          {
            ...{ key: 'filed', title: t('field.filed'), width: 120 },
            render: (line) =>
              line.filedAt ? (
                <span className="zero-stack">
                  <span>{line.filedBy}</span>
                  <TimeText at={line.filedAt} />
                </span>
              ) : (
                <span className="zero-stack">
                  <span>{t('field.due')}</span>
                  <TimeText at={line.dueAt} />
                </span>
              ),
          },
          {
            ...{ key: 'do', title: '', width: 90 },
            render: (line) =>
              line.mayFile ? (
                <Button size="small" type="link" onClick={() => setFiling(line)}>
                  {t(line.filedAt ? 'act.again' : 'act.file')}
                </Button>
              ) : null,
          },
        ]}
      />
      {filing ? <FileDialog line={filing} onClose={() => setFiling(null)} /> : null}
    </Panel>
  )
}

function Facts({ report }: { report: ReportFacts }) {
  const { t } = useTranslation('zero-report')
  return (
    <Panel title={t('page.facts')}>
      <FactList
        facts={[
          { label: t('field.to'), value: report.to.name, block: true },
          {
            label: t('field.counts'),
            value: t('counts', { ...report.counts, missing: missingOf(report) }),
            block: true,
          },
          { label: t('field.due'), value: <TimeText at={report.dueAt} />, block: true },
          {
            label: t('field.readBy'),
            value: report.readAt ? (
              <>
                {report.readBy} · <TimeText at={report.readAt} />
              </>
            ) : null,
            block: true,
          },
          { label: t('field.remark'), value: report.remark, block: true },
        ]}
      />
    </Panel>
  )
}
