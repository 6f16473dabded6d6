import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { RecordPage } from '#web/kit/RecordPage.tsx'
import { personSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import {
  acceptComplaint,
  answerComplaint,
  assignComplaint,
  callBackComplaint,
  getComplaint,
  superviseComplaint,
} from '../contract.ts'
import { verdicts } from '../lifecycle.ts'
import { Attachments } from './Attachments.tsx'
import { History, KindTag, Said, StateTag, TicketLink, type Complaint } from './parts.tsx'
import './complaint.css'

type Move = Complaint['abilities'][number]

/** One complaint, for those who deal with it. */
export function ComplaintPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getComplaint, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Found one={data} />
}

function Found({ one }: { one: Complaint }) {
  const { t } = useTranslation('complaint')
  const [move, setMove] = useState<Move | null>(null)
  const [first] = one.abilities
  return (
    <RecordPage
      title={one.title}
      breadcrumb={[{ label: t('page.list'), to: '/complaints' }, { label: one.number }]}
      tags={
        <>
          <KindTag kind={one.kind} /> <StateTag state={one.state} />{' '}
          {one.late ? <Tag hue="red">{t('late')}</Tag> : null}{' '}
          {one.supervised > 0 ? <Tag hue="amber">{t('supervised', { n: one.supervised })}</Tag> : null}{' '}
          {one.reopened > 0 ? <Tag hue="amber">{t('reopened', { n: one.reopened })}</Tag> : null}
        </>
      }
      actions={[...one.abilities].reverse().map((able) => (
        <Button key={able} type={able === first ? 'primary' : 'default'} onClick={() => setMove(able)}>
          {t(`move.${able}`)}
        </Button>
      ))}
      story={
        <>
          <Said one={one} />
          <Attachments id={one.id} />
          <History entries={one.entries} />
          {move ? <MoveDialog one={one} move={move} close={() => setMove(null)} /> : null}
        </>
      }
      facts={<Facts one={one} />}
    />
  )
}

function Facts({ one }: { one: Complaint }) {
  const { t } = useTranslation('complaint')
  return (
    <FactList
      title={t('page.facts')}
      facts={[
        { label: t('field.about'), value: <TicketLink one={one} /> },
        { label: t('field.complainant'), value: one.channel === 'anonymous' ? t('nobody') : one.complainant },
        { label: t('field.phone'), value: one.phone ? <a href={`tel:${one.phone}`}>{one.phone}</a> : null },
        { label: t('field.channel'), value: t(`channel.${one.channel}`) },
        { label: t('field.org'), value: one.org.name },
        { label: t('field.handler'), value: one.handler?.name },
        { label: t('field.aboutPerson'), value: one.aboutPerson?.name, when: one.aboutPerson !== null },
        { label: t('field.recorded'), value: <TimeText at={one.recordedAt} /> },
        { label: t('field.ackDue'), value: <TimeText at={one.ackDueAt} /> },
        { label: t('field.answerDue'), value: <TimeText at={one.answerDueAt} /> },
        {
          label: t('field.satisfied'),
          value: one.satisfied === null ? null : t(one.satisfied ? 'yes' : 'no'),
        },
      ]}
    />
  )
}

function useFields(): Record<Move, FormField[]> {
  const { t } = useTranslation('complaint')
  const note: FormField = { name: 'note', label: t('field.note'), type: 'longtext', max: 2000, rows: 3 }
  return {
    accept: [
      note,
      {
        ...{ name: 'aboutPersonId', label: t('field.aboutPerson'), type: 'remote', source: personSource },
        hint: t('field.aboutPersonHint'),
      },
    ],
    assign: [
      { name: 'handlerId', label: t('field.handler'), type: 'remote', source: personSource, required: true },
      note,
    ],
    answer: [
      { name: 'answer', label: t('field.answer'), type: 'longtext', max: 5000, required: true, rows: 5 },
    ],
    'call-back': [
      {
        ...{ name: 'verdict', label: t('field.verdict'), type: 'radio', required: true },
        options: verdicts.map((value) => ({ value, label: t(`verdict.${value}`) })),
      },
      { ...note, label: t('field.callNote'), required: true },
    ],
    supervise: [{ ...note, required: true }],
  }
}

function MoveDialog({ one, move, close }: { one: Complaint; move: Move; close: () => void }) {
  const { t } = useTranslation('complaint')
  const fields = useFields()[move]
  const options = { done: t('done.saved'), onProblem: () => true }
  const all = {
    accept: useMove(acceptComplaint, options),
    assign: useMove(assignComplaint, options),
    answer: useMove(answerComplaint, options),
    'call-back': useMove(callBackComplaint, options),
    supervise: useMove(superviseComplaint, options),
  }
  const send = all[move].mutateAsync as (input: object) => Promise<unknown>
  const { id, version } = one
  return (
    <FormDialog
      title={`${t(`move.${move}`)} ${one.number}`}
      fields={fields}
      onClose={close}
      onSubmit={(values) => {
        const given = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
        return send({ id, version, ...given })
      }}
    />
  )
}
