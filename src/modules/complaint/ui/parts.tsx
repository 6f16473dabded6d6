import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import { absoluteTime, TimeText } from '#web/kit/TimeText.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import type { getComplaint, getMine } from '../contract.ts'
import { kinds, type Reply, type State } from '../lifecycle.ts'

export type Complaint = CallOutput<typeof getComplaint>
export type MyComplaint = CallOutput<typeof getMine>

const hues: Record<State, Hue> = {
  received: 'amber',
  accepted: 'blue',
  handling: 'blue',
  answered: 'violet',
  confirmed: 'green',
  withdrawn: 'grey',
}
const kindHues: Record<MyComplaint['kind'], Hue> = { complaint: 'red', suggestion: 'blue', praise: 'green' }

export function StateTag({ state }: { state: State }) {
  const { t } = useTranslation('complaint')
  return <Tag hue={hues[state]}>{t(`state.${state}`)}</Tag>
}

export function KindTag({ kind }: { kind: MyComplaint['kind'] }) {
  const { t } = useTranslation('complaint')
  return <Tag hue={kindHues[kind]}>{t(`kind.${kind}`)}</Tag>
}

/** What happened, in its order. */
export function History({ entries }: { entries: MyComplaint['entries'] }) {
  const { t } = useTranslation('complaint')
  return (
    <Panel title={t('page.history')}>
      <ol className="zy-plain-list">
        {entries.map((one, at) => (
          <li key={at}>
            <b>{t(`entry.${one.kind as 'received'}`)}</b>{' '}
            <small>
              {absoluteTime(one.at)} {one.by ?? ''}
            </small>
            {one.note ? <PlainText>{one.note}</PlainText> : null}
          </li>
        ))}
      </ol>
    </Panel>
  )
}

/** What was said, about what, and the answer. */
export function Said({ one }: { one: MyComplaint | Complaint }) {
  const { t } = useTranslation('complaint')
  return (
    <>
      <Panel title={t('field.body')}>
        <PlainText>{one.body}</PlainText>
      </Panel>
      {one.answer ? (
        <Panel title={t('field.answer')}>
          <PlainText>{one.answer}</PlainText>
          <small>
            <TimeText at={one.answeredAt} />
          </small>
        </Panel>
      ) : null}
    </>
  )
}

export function MineFacts({ one }: { one: MyComplaint }) {
  const { t } = useTranslation('complaint')
  return (
    <FactList
      facts={[
        { label: t('field.number'), value: <RecordNumber>{one.number}</RecordNumber> },
        {
          label: t('field.about'),
          value: [t(`about.${one.about}`), one.aboutName].filter(Boolean).join(' · '),
        },
        { label: t('field.recorded'), value: <TimeText at={one.recordedAt} /> },
        { label: t('field.answerDue'), value: <TimeText at={one.answerDueAt} /> },
        {
          label: t('field.satisfied'),
          value: one.satisfied === null ? null : t(one.satisfied ? 'yes' : 'no'),
          when: one.satisfied !== null,
        },
      ]}
    />
  )
}

/** What the complainant can do. */
export function Replies({
  one,
  busy,
  error,
  onReply,
}: {
  one: MyComplaint
  busy: boolean
  error: unknown
  onReply: (move: Reply, note: string) => Promise<unknown>
}) {
  const { t } = useTranslation('complaint')
  const [move, setMove] = useState<Reply | null>(null)
  return (
    <div className="zy-form-buttons">
      {one.abilities.map((reply) => (
        <Button
          key={reply}
          type={reply === 'confirm' ? 'primary' : 'default'}
          danger={reply === 'withdraw'}
          onClick={() => setMove(reply)}
        >
          {t(`move.${reply}`)}
        </Button>
      ))}
      <ConfirmMove
        open={move !== null}
        title={move ? t(`move.${move}`) : ''}
        {...(move ? { okText: t(`move.${move}`) } : {})}
        danger={move === 'withdraw'}
        reason={move === 'reopen' ? 'required' : 'optional'}
        reasonLabel={t(move === 'reopen' ? 'field.reason' : 'field.note')}
        busy={busy}
        error={error}
        onCancel={() => setMove(null)}
        onConfirm={(note) => {
          if (move)
            void onReply(move, note).then(
              () => setMove(null),
              () => undefined,
            )
        }}
      />
    </div>
  )
}

/** Fields of what is said, for every way in. `abouts`: which things can be named here. */
export function useSaidFields(
  abouts: readonly ('service' | 'vendor' | 'org' | 'person' | 'other')[],
): FormField[] {
  const { t } = useTranslation('complaint')
  return [
    {
      ...{ name: 'kind', label: t('field.kind'), type: 'radio', required: true },
      options: kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
    },
    {
      ...{ name: 'about', label: t('field.about'), type: 'radio', required: true },
      options: abouts.map((value) => ({ value, label: t(`about.${value}`) })),
    },
    { name: 'aboutText', label: t('field.aboutText'), type: 'text', max: 200 },
    { name: 'title', label: t('field.title'), type: 'text', max: 100, required: true },
    { name: 'body', label: t('field.body'), type: 'longtext', max: 5000, required: true, rows: 5 },
  ]
}

export function TicketLink({ one }: { one: Complaint }) {
  const { t } = useTranslation('complaint')
  const name = [t(`about.${one.about}`), one.aboutName].filter(Boolean).join(' · ')
  return one.ticket ? <Link to={one.ticket.path as never}>{name}</Link> : <>{name}</>
}
