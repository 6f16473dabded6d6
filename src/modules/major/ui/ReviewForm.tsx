import { Alert, Button, DatePicker, Input } from 'antd'
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useId, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useExplain, useMove } from '#web/hooks.ts'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { personSource } from '#web/kit/sources.ts'
import { fromWall, toWall } from '#web/kit/zone.ts'
import { writeReview } from '../contract.ts'
import type { Review } from './types.ts'

interface Draft {
  key: number
  what: string
  ownerId: string | null
  ownerName: string
  dueAt: string | null
}

/** The review while it is a draft; saved as a whole, so that two writers do not undo one another unseen. */
export function ReviewForm({
  id,
  review,
  onDirty,
}: {
  id: string
  review: Review
  onDirty: (dirty: boolean) => void
}) {
  const { t } = useTranslation('major')
  const explain = useExplain()
  const [texts, setTexts] = useState({ wentWell: review.wentWell, toImprove: review.toImprove })
  const [actions, setActions] = useState<Draft[]>(() =>
    review.actions.map((one, key) => ({
      ...{ key, what: one.what, dueAt: one.dueAt },
      ...{ ownerId: one.owner.id, ownerName: one.owner.name },
    })),
  )
  const save = useMove(writeReview, {
    done: t('review.saved'),
    onDone: () => onDirty(false),
    onProblem: () => true,
  })
  const change = (next: Draft[]) => {
    setActions(next)
    onDirty(true)
  }
  const patch = (key: number, part: Partial<Draft>) =>
    change(actions.map((one) => (one.key === key ? { ...one, ...part } : one)))
  const complete = actions.every((one) => one.what.trim().length >= 2 && one.ownerId && one.dueAt)
  const send = () => {
    if (!complete || save.isPending) return
    save.mutate({
      ...{ id, version: review.version, ...texts },
      actions: actions.map(({ what, ownerId, dueAt }) => ({ what, ownerId: ownerId!, dueAt: dueAt! })),
    })
  }
  return (
    <form
      className="zy-major-review"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send()
      }}
    >
      {save.error ? <Alert type="error" showIcon role="alert" title={explain(save.error)} /> : null}
      {(['wentWell', 'toImprove'] as const).map((field) => (
        <Field
          key={field}
          label={t(`review.${field}`)}
          value={texts[field]}
          onChange={(value) => {
            setTexts({ ...texts, [field]: value })
            onDirty(true)
          }}
        />
      ))}
      <h3>{t('review.actions')}</h3>
      {actions.map((one, index) => (
        <ActionRow
          key={one.key}
          one={one}
          index={index}
          onPatch={(part) => patch(one.key, part)}
          onRemove={() => change(actions.filter((other) => other.key !== one.key))}
        />
      ))}
      <div className="zy-major-do">
        <Button
          icon={<PlusOutlined />}
          onClick={() => {
            const key = Math.max(-1, ...actions.map((one) => one.key)) + 1
            change([...actions, { key, what: '', ownerId: null, ownerName: '', dueAt: null }])
          }}
        >
          {t('review.addAction')}
        </Button>
        <Button type="primary" htmlType="submit" disabled={!complete} loading={save.isPending}>
          {t('review.save')}
        </Button>
      </div>
    </form>
  )
}

function Field(props: { label: string; value: string; onChange: (value: string) => void }) {
  const id = useId()
  return (
    <div>
      <label htmlFor={id}>{props.label}</label>
      <Input.TextArea
        id={id}
        value={props.value}
        onChange={(event) => props.onChange(event.target.value)}
        autoSize={{ minRows: 3, maxRows: 16 }}
        maxLength={10_000}
      />
    </div>
  )
}

function ActionRow(props: {
  one: Draft
  index: number
  onPatch: (part: Partial<Draft>) => void
  onRemove: () => void
}) {
  const { one, index, onPatch, onRemove } = props
  const { t } = useTranslation('major')
  const name = (what: string) => `${t(`review.${what}`)} ${index + 1}`
  return (
    <div className="zy-major-action">
      <Input
        value={one.what}
        onChange={(event) => onPatch({ what: event.target.value })}
        aria-label={name('what')}
        placeholder={t('review.what')}
        maxLength={1000}
      />
      <RemoteSelect
        source={personSource}
        value={one.ownerId}
        valueLabel={one.ownerName}
        aria-label={name('owner')}
        placeholder={t('review.owner')}
        onChange={(ownerId, option) => onPatch({ ownerId, ownerName: option?.label ?? '' })}
      />
      <DatePicker
        showTime={{ format: 'HH:mm' }}
        format="YYYY-MM-DD HH:mm"
        value={toWall(one.dueAt)}
        aria-label={name('due')}
        placeholder={t('review.due')}
        onChange={(wall) => onPatch({ dueAt: fromWall(wall) })}
      />
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('review.removeAction', { n: index + 1 })}
        onClick={onRemove}
      />
    </div>
  )
}
