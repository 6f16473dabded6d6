import { Alert, Button, Input } from 'antd'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ApprovalBlock } from '#kernel/approval/ui/ApprovalBlock.tsx'
import { useCall, useMove } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { editReport, getReport } from '../contract.ts'
import { Moves } from './Moves.tsx'
import { ReportState, type Report } from './parts.tsx'
import { SectionsEditor, type Edited } from './SectionsEditor.tsx'
import { SectionView } from './SectionView.tsx'
import './report.css'

/** A report to be read, with its charts; whoever makes it writes it here. */
export function ReportPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useCall(getReport, { id })
  const [writing, setWriting] = useState(false)
  const { t } = useTranslation('report')
  if (found.error && !found.data) return <ErrorState error={found.error} retry={() => void found.refetch()} />
  if (!found.data) return <PageSkeleton />
  const report = found.data
  const edits = writing && report.abilities.includes('edit')
  return (
    <RecordPage
      storyFirst
      title={report.title}
      breadcrumb={[{ label: t('ui.page.list'), to: '/reports' }, { label: report.number }]}
      tags={<ReportState state={report.state} />}
      sub={`${report.org.name} · ${report.from} – ${report.to}`}
      actions={edits ? null : <Moves report={report} onWrite={() => setWriting(true)} />}
      story={
        edits ? (
          <Editor key={report.version} report={report} onClose={() => setWriting(false)} />
        ) : (
          <>
            {report.measuredAt ? null : (
              <Alert type="info" showIcon title={t('ui.notMeasured')} style={{ marginBottom: 12 }} />
            )}
            {report.sections.map((section, i) => (
              <SectionView key={section.id} report={report} section={section} no={i + 1} />
            ))}
          </>
        )
      }
      facts={<Side report={report} />}
    />
  )
}

function Side({ report }: { report: Report }) {
  const { t } = useTranslation('report')
  const who = (person: Report['createdBy'], at: Report['approvedAt']) =>
    person ? (
      <>
        {person.name} <TimeText at={at} />
      </>
    ) : (
      t('ui.none')
    )
  return (
    <>
      <Panel title={t('ui.facts')}>
        <FactList
          facts={[
            { label: t('ui.number'), value: report.number },
            { label: t('ui.kind'), value: t(`kind.${report.kind}`) },
            { label: t('ui.org'), value: report.org.name },
            { label: t('ui.period'), value: `${report.from} – ${report.to}` },
            {
              label: t('ui.measuredAt'),
              value: report.measuredAt ? <TimeText at={report.measuredAt} /> : t('ui.notMeasured'),
            },
            { label: t('ui.createdBy'), value: report.createdBy?.name ?? t('ui.bySchedule') },
            { label: t('ui.submittedBy'), value: who(report.submittedBy, report.submittedAt) },
            { label: t('ui.approvedBy'), value: who(report.approvedBy, report.approvedAt) },
          ]}
        />
      </Panel>
      <ApprovalBlock entity="report" id={report.id} />
      {report.receivers.length > 0 ? (
        <Panel title={t('ui.receivers')}>
          <FactList
            facts={report.receivers.map((one) => ({
              label: one.person.name,
              value: one.readAt ? (
                <>
                  {t('ui.read')} <TimeText at={one.readAt} />
                </>
              ) : (
                t('ui.unread')
              ),
            }))}
          />
        </Panel>
      ) : null}
    </>
  )
}

/** Title, sections in their order, and what is written in them. */
function Editor({ report, onClose }: { report: Report; onClose: () => void }) {
  const { t } = useTranslation('report')
  const { t: web } = useTranslation('web')
  const [title, setTitle] = useState(report.title)
  const [sections, setSections] = useState<Edited[]>(
    report.sections.map(({ id, key, title: own, text, comment }) => ({ id, key, title: own, text, comment })),
  )
  const edit = useMove(editReport, { done: t('ui.saved'), onDone: onClose })
  return (
    <Panel
      title={t('ui.edit')}
      actions={
        <span>
          <Button onClick={onClose}>{web('action.cancel')}</Button>{' '}
          <Button
            type="primary"
            loading={edit.isPending}
            disabled={title.trim().length < 2}
            onClick={() =>
              edit.mutate({
                id: report.id,
                version: report.version,
                title,
                sections: sections.map((one) => ({ ...one, comment: one.comment ?? '' })),
              })
            }
          >
            {web('action.save')}
          </Button>
        </span>
      }
    >
      <Input
        value={title}
        maxLength={100}
        aria-label={t('ui.title')}
        onChange={(event) => setTitle(event.target.value)}
        style={{ marginBottom: 12 }}
      />
      <SectionsEditor value={sections} onChange={setSections} comments />
    </Panel>
  )
}
