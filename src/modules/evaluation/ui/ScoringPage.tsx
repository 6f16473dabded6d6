import { CheckCircleOutlined } from '@ant-design/icons'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Alert, Button, Input, InputNumber, Slider } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { getForm, handInForm } from '../form-contract.ts'
import { digits } from './parts.tsx'

type Form = CallOutput<typeof getForm>
type Given = Record<string, { score: number | null; remark: string }>

/** The scoring form that somebody of a business department was sent; made for a phone. */
export function ScoringPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getForm, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Bars rows={8} />
  return <Loaded key={data.id} form={data} />
}

function Loaded({ form }: { form: Form }) {
  const { t } = useTranslation('evaluation')
  return (
    <div className="zy-page">
      <PageHeader
        title={form.title}
        breadcrumb={[{ label: t('page.mine'), to: '/my-evaluations' }, { label: t('page.form') }]}
        tags={<Tag hue={form.state === 'handed-in' ? 'green' : 'amber'}>{t(`formState.${form.state}`)}</Tag>}
        sub={`${form.subject} · ${form.from} – ${form.to}${
          form.due ? ` · ${t('field.due')} ${absoluteTime(form.due, { shortYear: true })}` : ''
        }`}
      />
      {form.open ? <Fill form={form} /> : <Read form={form} />}
    </div>
  )
}

function Fill({ form }: { form: Form }) {
  const { t } = useTranslation('evaluation')
  const navigate = useNavigate()
  const [given, setGiven] = useState<Given>(() =>
    Object.fromEntries(form.items.map((one) => [one.id, { score: one.score, remark: one.remark ?? '' }])),
  )
  const [comment, setComment] = useState(form.comment ?? '')
  const [tried, setTried] = useState(false)
  const send = useMove(handInForm, {
    done: t('done.handedIn'),
    onDone: () => void navigate({ to: '/my-evaluations' }),
  })
  const set = (id: string, patch: Partial<Given[string]>) =>
    setGiven((all) => ({ ...all, [id]: { score: null, remark: '', ...all[id], ...patch } }))
  const missing = form.items.filter((one) => given[one.id]?.score == null)
  const submit = () => {
    setTried(true)
    if (missing.length > 0) return
    send.mutate({
      ...{ id: form.id, version: form.version, comment },
      scores: form.items.map(({ id }) => ({
        itemId: id,
        score: given[id]!.score!,
        remark: given[id]!.remark,
      })),
    })
  }
  return (
    <form
      className="zy-eva-fill"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p className="zy-eva-muted">{t('notes')}</p>
      {form.items.map((one) => (
        <fieldset key={one.id} className="zy-panel zy-pad zy-eva-form-item" aria-label={one.name}>
          <strong>{one.name}</strong>
          <p>{one.guide}</p>
          <div className="zy-eva-form-row">
            <Slider
              min={0}
              max={100}
              value={given[one.id]?.score ?? 0}
              onChange={(score) => set(one.id, { score })}
              ariaLabelForHandle={`${one.name} ${t('field.points')}`}
            />
            <InputNumber
              min={0}
              max={100}
              precision={1}
              value={given[one.id]?.score ?? null}
              onChange={(score) => set(one.id, { score })}
              status={tried && given[one.id]?.score == null ? 'error' : ''}
              aria-label={`${one.name} ${t('field.score')}`}
              suffix={t('unit.score')}
              style={{ width: '100%' }}
            />
          </div>
          <Input
            value={given[one.id]?.remark ?? ''}
            onChange={(event) => set(one.id, { remark: event.target.value })}
            maxLength={500}
            placeholder={t('field.remark')}
            aria-label={`${one.name} ${t('field.remark')}`}
          />
        </fieldset>
      ))}
      <Input.TextArea
        value={comment}
        onChange={(event) => setComment(event.target.value)}
        maxLength={1000}
        autoSize={{ minRows: 2, maxRows: 6 }}
        placeholder={t('field.comment')}
        aria-label={t('field.comment')}
      />
      {tried && missing.length > 0 ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={missing.map((one) => one.name).join(comma())}
          description={t('error.score_missing')}
        />
      ) : null}
      <Button type="primary" size="large" block htmlType="submit" loading={send.isPending}>
        {t('move.handIn')}
      </Button>
    </form>
  )
}

function Read({ form }: { form: Form }) {
  const { t } = useTranslation('evaluation')
  return (
    <>
      <Alert
        type={form.state === 'handed-in' ? 'success' : 'info'}
        showIcon
        {...(form.state === 'handed-in' ? { icon: <CheckCircleOutlined /> } : {})}
        title={t(`formState.${form.state}`)}
        description={t('error.form_closed')}
      />
      <ul className="zy-eva-cards">
        {form.items.map((one) => (
          <li key={one.id}>
            <div className="zy-eva-card-head">
              <strong>{one.name}</strong>
              <span className="zy-num">{digits(one.score)}</span>
            </div>
            {one.remark ? <div className="zy-eva-muted">{one.remark}</div> : null}
          </li>
        ))}
      </ul>
    </>
  )
}
