import { DownloadOutlined, PhoneOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useDownload, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { Bars, PageSkeleton } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import {
  answerByPhone,
  closeRun,
  exportRun,
  getRun,
  listWaiting,
  publishRun,
  runResults,
} from '../run-contract.ts'
import { AnswerForm } from './AnswerForm.tsx'
import { RunTag } from './parts.tsx'
import { Figures, percent, Tallies, type Results } from './Tallies.tsx'

type Run = CallOutput<typeof getRun>

/** One time that a questionnaire was asked: who still has to answer, or what was answered. */
export function RunPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getRun, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Found run={data} />
}

function Found({ run }: { run: Run }) {
  const { t } = useTranslation('survey')
  const [move, setMove] = useState<'close' | 'publish' | null>(null)
  const options = { onProblem: () => true, onDone: () => setMove(null) }
  const close = useMove(closeRun, { ...options, done: t('done.closed') })
  const publish = useMove(publishRun, { ...options, done: t('done.published') })
  const save = useDownload(exportRun)
  const { id, version } = run
  const counted = run.abilities.includes('results')
  return (
    <RecordPage
      storyFirst
      title={run.title}
      breadcrumb={[
        { label: t('page.list'), to: '/questionnaires' },
        { label: run.number, to: `/questionnaires/${run.questionnaireId}` },
      ]}
      tags={
        <>
          <RunTag state={run.state} />{' '}
          <Tag hue={run.anonymous ? 'violet' : 'grey'}>{t(run.anonymous ? 'yes' : 'no')}</Tag>
        </>
      }
      actions={
        <>
          {counted
            ? (['csv', 'xlsx'] as const).map((format) => (
                <Button
                  key={format}
                  icon={<DownloadOutlined />}
                  loading={save.busy}
                  onClick={() => save.run({ id, format })}
                >
                  {t(`export.${format}`)}
                </Button>
              ))
            : null}
          {run.abilities.includes('close') ? (
            <Button onClick={() => setMove('close')}>{t('move.close')}</Button>
          ) : null}
          {run.abilities.includes('publish') ? (
            <Button type="primary" onClick={() => setMove('publish')}>
              {t('move.publish')}
            </Button>
          ) : null}
        </>
      }
      story={
        <>
          {counted ? (
            <Counted run={run} />
          ) : (
            <Panel title={t('result.title')}>
              <EmptyState title={t('result.notYet')} small />
            </Panel>
          )}
          {run.abilities.includes('call') ? <Waiting run={run} /> : null}
          <ConfirmMove
            open={move !== null}
            title={move ? t(`move.${move}`) : ''}
            {...(move ? { okText: t(`move.${move}`) } : {})}
            reason="required"
            reasonLabel={t(move === 'publish' ? 'field.summary' : 'field.reason')}
            busy={close.isPending || publish.isPending}
            error={close.error ?? publish.error}
            onCancel={() => setMove(null)}
            onConfirm={(text) =>
              move === 'publish'
                ? publish.mutate({ id, version, summary: text })
                : close.mutate({ id, version, reason: text })
            }
          />
        </>
      }
      facts={<Facts run={run} />}
    />
  )
}

function Facts({ run }: { run: Run }) {
  const { t } = useTranslation('survey')
  return (
    <FactList
      title={t('facts')}
      facts={[
        { label: t('field.org'), value: run.org.name },
        { label: t('field.asked'), value: run.asked },
        { label: t('field.answered'), value: run.answered },
        { label: t('field.rate'), value: percent(run.answered, run.asked) },
        { label: t('field.opened'), value: <TimeText at={run.openedAt} /> },
        { label: t('field.due'), value: <TimeText at={run.dueAt} /> },
        { label: t('field.closed'), value: <TimeText at={run.closedAt} />, when: run.closedAt !== null },
        { label: t('field.version'), value: run.versionNo },
        { label: t('field.minGroup'), value: run.minGroup, when: run.anonymous },
      ]}
    />
  )
}

function Counted({ run }: { run: Run }) {
  const { t } = useTranslation('survey')
  const { data, error, refetch } = useCall(runResults, { id: run.id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Bars rows={10} />
  return (
    <>
      {run.summary ? (
        <Panel title={t('field.summary')}>
          <PlainText>{run.summary}</PlainText>
        </Panel>
      ) : null}
      <Panel title={t('result.title')}>
        <Figures sheets={data.sheets} asked={data.asked} overall={data.overall} />
        {data.tooFew ? (
          <EmptyState title={t('result.tooFew', { n: run.minGroup })} small />
        ) : (
          <Tallies tallies={data.questions} last={data.before[0]?.questions} />
        )}
      </Panel>
      <Groups data={data} />
      <Before data={data} />
    </>
  )
}

function Groups({ data }: { data: Results }) {
  const { t } = useTranslation('survey')
  if (data.groups.length === 0) return null
  return (
    <Panel title={t('result.byOrg')}>
      {data.groups.map((one) => (
        <div key={one.org?.id ?? ''} className="zy-survey-bar">
          <span>{one.org?.name ?? t('result.noOrg')}</span>
          <i aria-hidden="true">
            <b
              style={{ width: one.overall.n === 0 ? 0 : `${(100 * one.overall.satisfied) / one.overall.n}%` }}
            />
          </i>
          <span className="zy-num">
            {percent(one.overall.satisfied, one.overall.n)} ({one.overall.satisfied}/{one.overall.n})
          </span>
        </div>
      ))}
      {data.hidden > 0 ? <p className="zy-page-sub">{t('result.hidden', { n: data.hidden })}</p> : null}
    </Panel>
  )
}

function Before({ data }: { data: Results }) {
  const { t } = useTranslation('survey')
  return (
    <Panel title={t('result.before')}>
      {data.before.length === 0 ? <p className="zy-page-sub">{t('result.noneBefore')}</p> : null}
      {data.before.map((one) => (
        <div key={one.id} className="zy-survey-bar">
          <span>
            <RecordNumber>{one.number}</RecordNumber>
          </span>
          <i aria-hidden="true">
            <b style={{ width: one.overall?.n ? `${(100 * one.overall.satisfied) / one.overall.n}%` : 0 }} />
          </i>
          <span className="zy-num">
            {one.overall
              ? `${percent(one.overall.satisfied, one.overall.n)} (${one.overall.satisfied}/${one.overall.n})`
              : '—'}
          </span>
        </div>
      ))}
    </Panel>
  )
}

type Person = CallOutput<typeof listWaiting>['items'][number]

function Waiting({ run }: { run: Run }) {
  const { t } = useTranslation('survey')
  const [calling, setCalling] = useState<Person | null>(null)
  const found = useCall(listWaiting, { id: run.id })
  const save = useMove(answerByPhone, { done: t('done.called'), onDone: () => setCalling(null) })
  return (
    <Panel title={t('result.waiting')} flush>
      <RecordTable
        list={plainList({ ...found, data: found.data?.items })}
        label={t('result.waiting')}
        keys={false}
        empty={{ title: t('result.nobodyWaiting'), small: true }}
        columns={[
          { key: 'name', title: t('export.person'), lead: true },
          { key: 'org', title: t('export.org'), wide: true },
          {
            key: 'phone',
            title: t('result.call'),
            width: 220,
            render: (row) => (
              <Button size="small" icon={<PhoneOutlined />} onClick={() => setCalling(row)}>
                {row.phone ?? t('result.noPhone')}
              </Button>
            ),
          },
        ]}
      />
      <Modal
        open={calling !== null}
        title={`${t('result.call')} ${calling?.name ?? ''} ${calling?.phone ?? ''}`}
        footer={null}
        width={760}
        destroyOnHidden
        onCancel={() => setCalling(null)}
      >
        {calling ? (
          <AnswerForm
            questions={run.questions}
            busy={save.isPending}
            label={t('answer.submit')}
            submit={(answers) => save.mutate({ id: run.id, personId: calling.id, answers })}
          />
        ) : null}
      </Modal>
    </Panel>
  )
}
