import { App, Alert, Button } from 'antd'
import { CopyOutlined, EyeInvisibleOutlined, EyeOutlined, PrinterOutlined } from '@ant-design/icons'
import { Navigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { useHotkeys } from '#web/kit/hotkeys.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { PriorityTag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { RecordBlocks } from '#web/RecordBlocks.tsx'
import { useCan, useMe } from '#web/session.tsx'
import { getIncident } from '../../contract.ts'
import { getTimeline, setWatching } from '../../story-contract.ts'
import { MoveButtons } from '../moves/MoveButtons.tsx'
import { useMoves, type Moves } from '../moves/useMoves.tsx'
import { lastChangeOf } from '../parts/last-change.ts'
import { useChangeSentence, useSeenVersion } from '../parts/LastChange.tsx'
import { IncidentGrade, StateTag } from '../parts/tags.tsx'
import type { Incident } from '../types.ts'
import { AffectedPanel } from './Affected.tsx'
import { Attachments } from './Attachments.tsx'
import { DuplicateDialog } from './DuplicateDialog.tsx'
import { EditDialog } from './EditDialog.tsx'
import { FactsPanel, LinksPanel, UrgencyPanel } from './Facts.tsx'
import { GradeDialog } from './GradeDialog.tsx'
import { History } from './History.tsx'
import { MajorPanel } from './Major.tsx'
import { MergedBar, MergeDialog } from './MergeDialog.tsx'
import { OutcomePanel } from './Outcome.tsx'
import { SupervisionPanel } from './Supervision.tsx'
import { WorkLogPanel } from './WorkLogs.tsx'
import '../incident.css'

/** One incident: the story on the left, the facts on the right. */
export function IncidentPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const can = useCan()
  const record = useCall(getIncident, { id }, { staleTime: 5_000 })
  if (record.error && !record.data)
    return <ErrorState error={record.error} retry={() => void record.refetch()} />
  // A link in a notice leads here; who only reports has a page of his own.
  if (!can('incident.work') && !can('incident.read-scope'))
    return <Navigate to="/portal/incidents/$id" params={{ id }} replace />
  if (!record.data) return <PageSkeleton />
  return <Loaded key={id} incident={record.data} />
}

type Dialog = 'edit' | 'grade' | 'duplicate' | 'merge' | null

function Loaded({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const [dialog, setDialog] = useState<Dialog>(null)
  const moves = useMoves(incident)
  const close = () => setDialog(null)
  useRecordKeys(incident, moves, () => setDialog('edit'))
  return (
    <>
      <RecordPage
        title={incident.title}
        tabTitle={`${incident.number} ${incident.title}`}
        breadcrumb={[{ label: t('ui.page.queue'), to: '/incidents' }, { label: incident.number }]}
        tags={
          <>
            <StateTag
              state={incident.mergedInto ? 'merged' : incident.state}
              holdReason={incident.holdReason}
            />
            <PriorityTag priority={incident.priority} />
            <IncidentGrade row={incident} />
          </>
        }
        sub={<SubLine incident={incident} />}
        actions={<Actions incident={incident} moves={moves} />}
        story={
          <>
            <MergedBar incident={incident} />
            <ChangedBar incident={incident} />
            <Panel title={t('ui.field.description')}>
              <PlainText>{incident.description || t('ui.record.noDescription')}</PlainText>
            </Panel>
            <Ending incident={incident} />
            <RecordBlocks record="incident" id={incident.id} />
            <History incident={incident} />
          </>
        }
        facts={
          <>
            <UrgencyPanel incident={incident} onGrade={() => setDialog('grade')} />
            <SupervisionPanel incident={incident} />
            <MajorPanel incident={incident} />
            <FactsPanel incident={incident} onEdit={() => setDialog('edit')} />
            <Panel title={t('ui.record.attachments')}>
              <Attachments incident={incident} />
            </Panel>
            <AffectedPanel incident={incident} />
            <OutcomePanel incident={incident} />
            <LinksPanel
              incident={incident}
              onDuplicate={() => setDialog('duplicate')}
              onMerge={() => setDialog('merge')}
            />
            <WorkLogPanel incident={incident} />
          </>
        }
      />
      {moves.dialog}
      {dialog === 'edit' ? <EditDialog incident={incident} onClose={close} /> : null}
      {dialog === 'grade' ? <GradeDialog incident={incident} onClose={close} /> : null}
      {dialog === 'merge' ? <MergeDialog incident={incident} onClose={close} /> : null}
      {dialog === 'duplicate' ? <DuplicateDialog incident={incident} onClose={close} /> : null}
    </>
  )
}

function SubLine({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const who = incident.requester?.name ?? incident.callerName
  return (
    <>
      {[incident.number, who, incident.org?.name, t(`channel.${incident.channel}`)]
        .filter(Boolean)
        .join(' · ')}{' '}
      · <TimeText at={incident.recordedAt} />
    </>
  )
}

function Actions({ incident, moves }: { incident: Incident; moves: Moves }) {
  const { t } = useTranslation('incident')
  const { message } = App.useApp()
  const watch = useMove(setWatching)
  const copy = async () => {
    await navigator.clipboard.writeText(incident.number)
    message.success(t('ui.record.copied'))
  }
  const label = t(incident.watching ? 'ui.record.unwatch' : 'ui.record.watch')
  return (
    <>
      <MoveButtons incident={incident} moves={moves} shown={4} />
      {navigator.clipboard ? (
        <Button
          type="text"
          icon={<CopyOutlined />}
          title={t('ui.record.copyNumber')}
          aria-label={t('ui.record.copyNumber')}
          onClick={() => void copy()}
        />
      ) : null}
      {incident.abilities.includes('watch') ? (
        <Button
          type="text"
          icon={incident.watching ? <EyeOutlined /> : <EyeInvisibleOutlined />}
          title={label}
          aria-label={label}
          aria-pressed={incident.watching}
          onClick={() => watch.mutate({ id: incident.id, watching: !incident.watching })}
        />
      ) : null}
      <Button
        type="text"
        icon={<PrinterOutlined />}
        title={t('ui.record.print')}
        aria-label={t('ui.record.print')}
        onClick={() => window.print()}
      />
    </>
  )
}

/** How it ended, where the description alone would leave the reader asking. */
function Ending({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  if (incident.cancelReason) {
    return (
      <Panel title={t('ui.record.cancelReason')}>
        <PlainText>{incident.cancelReason}</PlainText>
      </Panel>
    )
  }
  if (!incident.resolution) return null
  const code = incident.resolutionCode
  return (
    <Panel
      title={t('ui.record.resolution')}
      actions={code ? <small>{t(`resolutionCode.${code}`, { defaultValue: code })}</small> : null}
    >
      <PlainText>{incident.resolution}</PlainText>
    </Panel>
  )
}

/** Somebody else changed it while this page was open: the page shows the new state, and says so. */
function ChangedBar({ incident }: { incident: Incident }) {
  const { t } = useTranslation('incident')
  const me = useMe()
  const { newer, accept } = useSeenVersion(incident.version)
  const latest = useCall(
    getTimeline,
    { id: incident.id, order: 'desc', limit: 5 },
    { enabled: newer, staleTime: 0 },
  )
  const entry = latest.data && lastChangeOf(latest.data.items)
  const sentence = useChangeSentence(entry, 'bar')
  if (!newer || !latest.data || entry?.actorId === me?.person.id) return null
  return (
    <Alert
      type="info"
      showIcon
      role="status"
      className="zy-no-print"
      title={sentence}
      action={
        <Button size="small" type="text" onClick={accept}>
          {t('ui.changed.ok')}
        </Button>
      }
    />
  )
}

function useRecordKeys(incident: Incident, moves: Moves, edit: () => void): void {
  const group = 'incident:ui.keys.record'
  const key = (letter: string, name: string) => ({ key: letter, label: `incident:ui.keys.${name}`, group })
  useHotkeys(
    {
      a: () => moves.run('assign'),
      t: () => moves.run('take'),
      s: () => moves.run('start'),
      h: () => moves.run('hold'),
      r: () => moves.run('resolve'),
      e: () => incident.abilities.includes('edit') && edit(),
      n: () => document.querySelector<HTMLTextAreaElement>('.zy-inc-reply textarea')?.focus(),
    },
    [
      key('a', 'assign'),
      key('t', 'take'),
      key('s', 'start'),
      key('h', 'hold'),
      key('r', 'resolve'),
      key('e', 'edit'),
      key('n', 'reply'),
    ],
  )
}
