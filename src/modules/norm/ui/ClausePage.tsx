import { Alert, App, Button } from 'antd'
import { SyncOutlined, TeamOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { ApprovalBlock } from '#kernel/approval/ui/ApprovalBlock.tsx'
import { useCall, useMove } from '#web/hooks.ts'
import { colon, comma, semicolon } from '#web/kit/marks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { evaluate, readClause } from '../contract.ts'
import { askExemption, endExemption } from '../work-contract.ts'
import { FindingsPanel, HistoryPanel, TryPanel } from './Findings.tsx'
import { PeopleDialog } from './PeopleDialog.tsx'
import { ProofsPanel } from './Proofs.tsx'
import { ClauseTasks } from './Tasks.tsx'
import { StateMark, useFrequency, useText } from './parts.tsx'

export type ClauseRecord = CallOutput<typeof readClause>

/** One clause: what it asks, how it stands and why, what people filed and what is being mended. */
export function ClausePage() {
  const { id = '', clauseId = '' } = useParams({ strict: false }) as { id?: string; clauseId?: string }
  const record = useCall(readClause, { id, clauseId }, { staleTime: 5_000 })
  if (record.error && !record.data)
    return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!record.data) return <PageSkeleton />
  return <Loaded key={clauseId} record={record.data} />
}

function Loaded({ record }: { record: ClauseRecord }) {
  const { t } = useTranslation('norm')
  const text = useText()
  const { message } = App.useApp()
  const { adoption, clause, state } = record
  const run = useMove(evaluate, {
    onDone: ({ clauses, milliseconds }) =>
      void message.success(t('ui.norm.evaluated', { clauses, seconds: (milliseconds / 1000).toFixed(1) })),
  })
  const norm = text(adoption.title, adoption.titleEn)
  return (
    <RecordPage
      storyFirst
      title={clause.article}
      tabTitle={`${clause.article} ${norm}`}
      breadcrumb={[
        { label: t('ui.page.overview'), to: '/norms' },
        { label: norm, to: `/norm-adoptions/${adoption.id}` },
        { label: clause.code },
      ]}
      tags={<StateMark state={state} />}
      actions={
        <>
          <ExemptionButton record={record} />
          {record.abilities.includes('evaluate') ? (
            <Button
              type="primary"
              icon={<SyncOutlined />}
              loading={run.isPending}
              onClick={() => run.mutate({ id: adoption.id, clauseId: clause.id })}
            >
              {t('ui.norm.evaluate')}
            </Button>
          ) : null}
        </>
      }
      story={
        <>
          <Panel>
            <p className="zy-norm-lead">{text(clause.gist, clause.gistEn)}</p>
            {norm === adoption.title ? null : (
              <p className="zy-norm-quiet">
                {norm} · {adoption.title} {clause.article}
              </p>
            )}
            {clause.evidence ? (
              <p className="zy-norm-sub">
                {t('ui.clause.proof')}
                {colon()}
                {text(clause.evidence, clause.evidenceEn)}
              </p>
            ) : null}
            {state.doubt ? <Alert type="warning" showIcon title={t('ui.doubtHint')} /> : null}
          </Panel>
          <FindingsPanel record={record} />
          <ProofsPanel record={record} />
          <ClauseTasks record={record} />
          <HistoryPanel record={record} />
          <TryPanel record={record} />
        </>
      }
      facts={
        <>
          <FactsPanel record={record} />
          <ExemptionsPanel record={record} />
        </>
      }
    />
  )
}

function FactsPanel({ record }: { record: ClauseRecord }) {
  const { t } = useTranslation('norm')
  const frequency = useFrequency()
  const [naming, setNaming] = useState(false)
  const { clause, adoption, state, responsible } = record
  const figures = Object.entries(clause.figures)
  return (
    <Panel
      title={clause.code}
      actions={
        record.abilities.includes('manage') ? (
          <Button size="small" type="text" icon={<TeamOutlined />} onClick={() => setNaming(true)}>
            {t('ui.norm.people')}
          </Button>
        ) : null
      }
    >
      <FactList
        facts={[
          {
            label: t('ui.clause.responsible'),
            value: responsible.map((one) => one.name).join(comma()) || t('ui.norm.nobody'),
          },
          { label: t('ui.clause.actors'), value: clause.actors.join(comma()) },
          { label: t('ui.clause.type'), value: t(`type.${clause.type}`) },
          { label: t('ui.clause.frequency'), value: frequency(clause.frequency) },
          {
            label: t('ui.clause.figures'),
            when: figures.length > 0,
            value: figures.map(([key, value]) => `${key}: ${String(value)}`).join(semicolon()),
          },
          { label: t('ui.clause.evaluated'), value: state.at ? <TimeText at={state.at} /> : null },
        ]}
      />
      {naming ? (
        <PeopleDialog
          id={adoption.id}
          clauseIds={[clause.id]}
          known={responsible}
          onClose={() => setNaming(false)}
        />
      ) : null}
    </Panel>
  )
}

function ExemptionButton({ record }: { record: ClauseRecord }) {
  const { t } = useTranslation('norm')
  const [open, setOpen] = useState(false)
  const ask = useMove(askExemption, {
    done: t('ui.exemption.asked'),
    onDone: () => setOpen(false),
    onProblem: () => true,
  })
  const taken = record.exemptions.some((one) => one.state === 'waiting' || one.state === 'approved')
  if (!record.abilities.includes('manage') || taken) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('ui.exemption.ask')}</Button>
      {open ? (
        <ConfirmMove
          open
          title={t('ui.exemption.ask')}
          reason="required"
          reasonLabel={t('ui.exemption.reason')}
          busy={ask.isPending}
          error={ask.error}
          onCancel={() => setOpen(false)}
          onConfirm={(reason) => ask.mutate({ id: record.adoption.id, clauseId: record.clause.id, reason })}
        />
      ) : null}
    </>
  )
}

function ExemptionsPanel({ record }: { record: ClauseRecord }) {
  const { t } = useTranslation('norm')
  const [ending, setEnding] = useState<ClauseRecord['exemptions'][number] | null>(null)
  const end = useMove(endExemption, { onDone: () => setEnding(null), onProblem: () => true })
  if (record.exemptions.length === 0) return null
  const newest = record.exemptions[0]!
  return (
    <>
      <Panel title={t('ui.exemption.title')}>
        <ul className="zy-norm-list">
          {record.exemptions.map((one) => (
            <li key={one.id}>
              <div className="zy-norm-row">
                <Tag hue={one.state === 'approved' ? 'violet' : one.state === 'waiting' ? 'blue' : 'grey'}>
                  {t(`exemptionState.${one.state}`)}
                </Tag>
                <small>{t('ui.exemption.by', { name: one.requestedBy.name })}</small>
                {one.abilities.includes('end') ? (
                  <Button size="small" className="zy-norm-end" onClick={() => setEnding(one)}>
                    {t('ui.exemption.end')}
                  </Button>
                ) : null}
              </div>
              <p>{one.reason}</p>
            </li>
          ))}
        </ul>
      </Panel>
      <ApprovalBlock entity="norm-exemption" id={newest.id} />
      {ending ? (
        <ConfirmMove
          open
          title={t('ui.exemption.end')}
          reason="required"
          busy={end.isPending}
          error={end.error}
          onCancel={() => setEnding(null)}
          onConfirm={(reason) => end.mutate({ id: ending.id, version: ending.version, reason })}
        />
      ) : null}
    </>
  )
}
