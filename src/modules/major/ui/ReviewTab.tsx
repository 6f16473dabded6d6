import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { StatusTag, Tag } from '#web/kit/tags.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { useNow } from '#web/kit/useNow.ts'
import { CheckCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons'
import { confirmReview, finishAction, getReview, returnReview, submitReview } from '../contract.ts'
import { BridgeLog } from './BridgeLog.tsx'
import { ReviewForm } from './ReviewForm.tsx'
import type { Major, Review } from './types.ts'

const hues = { draft: 'pending', submitted: 'in-progress', confirmed: 'resolved' } as const

/** 复盘: written by one, confirmed by another; the actions then belong to people. */
export function ReviewTab({ major }: { major: Major }) {
  const { id } = major.incident
  const review = useCall(getReview, { id })
  if (review.error && !review.data)
    return <ErrorState error={review.error} retry={() => void review.refetch()} />
  if (!review.data) return <Bars rows={6} />
  return (
    <div className="zy-record-story">
      <Loaded major={major} review={review.data} />
      <BridgeLog major={major} readOnly />
    </div>
  )
}

function Loaded({ major, review }: { major: Major; review: Review }) {
  const { t } = useTranslation('major')
  const [dirty, setDirty] = useState(false)
  // while somebody writes, what another person saved must not take the words away: saving then says so (412)
  const [held, setHeld] = useState(review)
  const base = dirty ? held : review
  const at = (iso: string | null) => (iso ? absoluteTime(iso, { shortYear: true }) : '')
  const writes = review.abilities.includes('write-review')
  return (
    <Panel
      title={
        <>
          {t('review.title')}{' '}
          <StatusTag state={hues[review.state]} label={t(`review.state.${review.state}`)} />
        </>
      }
      actions={<Moves id={major.incident.id} review={review} dirty={dirty} />}
    >
      <p className="zy-page-sub">
        {[
          review.submittedBy && review.state !== 'draft'
            ? t('review.by', { name: review.submittedBy.name, at: at(review.submittedAt) })
            : t('review.twoPersons'),
          review.confirmedBy
            ? t('review.confirmedBy', { name: review.confirmedBy.name, at: at(review.confirmedAt) })
            : '',
          writes && major.incident.open ? t('review.openYet') : '',
          dirty ? t('review.unsaved') : '',
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {review.note ? (
        <div className="zy-bubble">
          <small>{t('review.note')}</small>
          <PlainText>{review.note}</PlainText>
        </div>
      ) : null}
      {writes || dirty ? (
        <ReviewForm
          key={base.version}
          id={major.incident.id}
          review={base}
          onDirty={(next) => {
            if (next && !dirty) setHeld(review)
            setDirty(next)
          }}
        />
      ) : (
        <Written id={major.incident.id} review={review} />
      )}
    </Panel>
  )
}

type Asked = 'confirm' | 'return' | null

function Moves({ id, review, dirty }: { id: string; review: Review; dirty: boolean }) {
  const { t } = useTranslation('major')
  const [asked, setAsked] = useState<Asked>(null)
  const close = { onDone: () => setAsked(null), onProblem: () => true }
  const submit = useMove(submitReview, { done: t('review.submitted') })
  const confirm = useMove(confirmReview, { done: t('review.confirmed'), ...close })
  const back = useMove(returnReview, { done: t('review.returned'), ...close })
  const ids = { id, version: review.version }
  const has = (ability: Review['abilities'][number]) => review.abilities.includes(ability)
  return (
    <div className="zy-major-do zy-no-print">
      {has('submit-review') ? (
        <Button type="primary" disabled={dirty} loading={submit.isPending} onClick={() => submit.mutate(ids)}>
          {t('review.submit')}
        </Button>
      ) : null}
      {has('return-review') ? <Button onClick={() => setAsked('return')}>{t('review.return')}</Button> : null}
      {has('confirm-review') ? (
        <Button type="primary" onClick={() => setAsked('confirm')}>
          {t('review.confirm')}
        </Button>
      ) : null}
      <ConfirmMove
        open={asked === 'confirm'}
        title={t('review.confirm')}
        description={t('review.confirmHint')}
        reason="optional"
        reasonLabel={t('review.note')}
        okText={t('review.confirm')}
        busy={confirm.isPending}
        error={confirm.error}
        onCancel={() => setAsked(null)}
        onConfirm={(note) => confirm.mutate({ ...ids, note })}
      />
      <ConfirmMove
        open={asked === 'return'}
        title={t('review.return')}
        reason="required"
        reasonLabel={t('review.returnReason')}
        okText={t('review.return')}
        busy={back.isPending}
        error={back.error}
        onCancel={() => setAsked(null)}
        onConfirm={(note) => back.mutate({ ...ids, note })}
      />
    </div>
  )
}

function Written({ id, review }: { id: string; review: Review }) {
  const { t } = useTranslation('major')
  return (
    <div className="zy-major-review">
      {(['wentWell', 'toImprove'] as const).map((field) => (
        <section key={field}>
          <h3>{t(`review.${field}`)}</h3>
          <PlainText>{review[field] || t('review.empty')}</PlainText>
        </section>
      ))}
      <section>
        <h3>{t('review.actions')}</h3>
        {review.actions.length === 0 ? <p className="zy-page-sub">{t('review.noActions')}</p> : null}
        <ul className="zy-major-told">
          {review.actions.map((one) => (
            <ActionLine key={one.id} id={id} one={one} confirmed={review.state === 'confirmed'} />
          ))}
        </ul>
      </section>
    </div>
  )
}

function ActionLine({
  id,
  one,
  confirmed,
}: {
  id: string
  one: Review['actions'][number]
  confirmed: boolean
}) {
  const { t } = useTranslation('major')
  const now = useNow()
  const [ending, setEnding] = useState(false)
  const finish = useMove(finishAction, {
    done: t('review.finished'),
    onDone: () => setEnding(false),
    onProblem: () => true,
  })
  const at = (iso: string) => absoluteTime(iso, { shortYear: true })
  return (
    <li>
      <PlainText>{one.what}</PlainText>
      <small>
        {one.owner.name} · {t('review.due')} {at(one.dueAt)}{' '}
        {one.doneAt ? (
          <Tag hue="green" icon={<CheckCircleOutlined />}>
            {t('review.doneAt', { at: at(one.doneAt) })}
          </Tag>
        ) : Date.parse(one.dueAt) < now ? (
          <Tag hue="red" icon={<ExclamationCircleOutlined />}>
            {t('review.late')}
          </Tag>
        ) : null}
      </small>
      {one.result ? <PlainText>{one.result}</PlainText> : null}
      {one.mine && confirmed && !one.doneAt ? (
        <Button size="small" onClick={() => setEnding(true)}>
          {t('review.finish')}
        </Button>
      ) : null}
      {ending ? (
        <FormDialog
          title={t('review.finish')}
          fields={[
            {
              ...{ name: 'result', type: 'longtext', label: t('review.result') },
              ...{ required: true, max: 2000, rows: 3, autoFocus: true },
            },
          ]}
          submitLabel={t('review.finish')}
          onSubmit={(values) =>
            finish.mutateAsync({ id, actionId: one.id, result: String(values['result'] ?? '') })
          }
          onClose={() => setEnding(false)}
        />
      ) : null}
    </li>
  )
}
