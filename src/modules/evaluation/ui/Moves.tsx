import { Alert, Button, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bracketed } from '#web/kit/marks.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import * as contract from '../contract.ts'
import { noticeKinds } from '../words.ts'
import { ratersField } from './NewPage.tsx'
import { digits, type Evaluation } from './parts.tsx'

const plain = ['start', 'compute', 'back', 'announce', 'accept', 'submit', 'publish', 'cancel'] as const
type Plain = (typeof plain)[number]
const spoken = ['edit', 'enter', 'object', 'answer', 'notice', 'recompute'] as const
type Spoken = (typeof spoken)[number]

const endpoints = {
  start: contract.startEvaluation,
  compute: contract.computeEvaluation,
  back: contract.backEvaluation,
  announce: contract.announceEvaluation,
  accept: contract.acceptEvaluation,
  submit: contract.submitEvaluation,
  publish: contract.publishEvaluation,
  cancel: contract.cancelEvaluation,
}
/** The move that comes next, which is the blue button. */
const next: Partial<Record<Evaluation['state'], Plain>> = {
  draft: 'start',
  scoring: 'compute',
  computed: 'announce',
  announced: 'submit',
  approved: 'publish',
}

/** What the state and the person allow, the next step last. */
export function Moves({ of }: { of: Evaluation }) {
  const { t } = useTranslation('evaluation')
  const [asked, setAsked] = useState<Plain | Spoken | null>(null)
  const may = (one: Plain | Spoken) => of.abilities.includes(one)
  const first = next[of.state]
  const others = [...spoken, ...plain].filter((one) => may(one) && one !== first)
  const label = (one: Plain | Spoken) => (one === 'edit' ? t('page.edit') : t(`move.${one}`))
  const isPlain = (one: string): one is Plain => (plain as readonly string[]).includes(one)
  const close = () => setAsked(null)
  return (
    <>
      {others.map((one) => (
        <Button key={one} danger={one === 'cancel'} onClick={() => setAsked(one)}>
          {label(one)}
        </Button>
      ))}
      {first && may(first) ? (
        <Button type="primary" onClick={() => setAsked(first)}>
          {label(first)}
        </Button>
      ) : null}
      {asked === null ? null : isPlain(asked) ? (
        <PlainDialog key={asked} name={asked} of={of} onClose={close} />
      ) : asked === 'recompute' ? (
        <Recomputed of={of} onClose={close} />
      ) : (
        <SpokenDialog key={asked} name={asked} of={of} onClose={close} />
      )}
    </>
  )
}

const hinted: readonly Plain[] = ['start', 'compute', 'announce', 'accept', 'submit', 'publish']

function PlainDialog({ name, of, onClose }: { name: Plain; of: Evaluation; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const [days, setDays] = useState(5)
  const move = useMove(endpoints[name] as typeof contract.cancelEvaluation, {
    done: t('done.saved'),
    onDone: onClose,
    onProblem: () => true,
  })
  const reason = name === 'cancel' || name === 'back'
  return (
    <ConfirmMove
      open
      title={t(`move.${name}`)}
      {...(hinted.includes(name)
        ? { description: t(`move.${name}Hint` as 'move.startHint', { n: of.objectionDays }) }
        : {})}
      reason={reason ? 'required' : 'none'}
      danger={name === 'cancel'}
      busy={move.isPending}
      error={move.error}
      onCancel={onClose}
      onConfirm={(text) =>
        move.mutate({
          ...{ id: of.id, version: of.version },
          ...(reason ? { reason: text } : name === 'start' ? { scoringDays: days } : {}),
        } as never)
      }
    >
      {name === 'start' ? (
        <label>
          {t('field.scoringDays')}{' '}
          <InputNumber min={1} max={60} value={days} onChange={(value) => setDays(value ?? 5)} />
        </label>
      ) : null}
    </ConfirmMove>
  )
}

function useSpokenFields(name: Spoken, of: Evaluation): FormField[] {
  const { t } = useTranslation('evaluation')
  const items = of.items.map((one) => ({ value: one.id, label: one.name }))
  const text = (max: number): FormField => ({
    name: 'text',
    label: t('field.text'),
    type: 'longtext',
    max,
    required: true,
  })
  if (name === 'edit')
    return [
      { name: 'title', label: t('field.title'), type: 'text', max: 200, required: true },
      { name: 'ground', label: t('field.ground'), type: 'text', max: 200 },
      ratersField(
        t('field.raters'),
        t('field.ratersHint'),
        of.raters.map((one) => one.person),
      ),
    ]
  if (name === 'enter')
    return [
      {
        name: 'itemId',
        label: t('field.indicator'),
        type: 'radio',
        required: true,
        options: of.items
          .filter((one) => one.rule.kind === 'hand')
          .map((one) => ({ value: one.id, label: one.name })),
      },
      {
        name: 'points',
        label: t('field.points'),
        type: 'number',
        min: 0.5,
        max: 100,
        required: true,
        half: true,
      },
      { name: 'link', label: t('field.link'), type: 'text', max: 300, half: true, hint: t('field.linkHint') },
      { name: 'what', label: t('field.what'), type: 'longtext', max: 500, rows: 2, required: true },
      { name: 'evidence', label: t('field.evidence'), type: 'text', max: 300, required: true },
    ]
  if (name === 'object')
    return [
      {
        name: 'itemId',
        label: t('field.item'),
        type: 'select',
        options: items,
        placeholder: t('field.whole'),
      },
      text(2000),
    ]
  if (name === 'notice')
    return [
      {
        name: 'kind',
        label: t('field.kind'),
        type: 'radio',
        required: true,
        options: noticeKinds.map((value) => ({ value, label: t(`noticeKind.${value}`) })),
      },
      text(5000),
    ]
  return [text(2000)]
}

const spokenEndpoints = {
  edit: contract.editEvaluation,
  enter: contract.enterPoints,
  object: contract.objectToEvaluation,
  answer: contract.answerEvaluation,
  notice: contract.issueNotice,
}

function SpokenDialog({
  name,
  of,
  onClose,
}: {
  name: Exclude<Spoken, 'recompute'>
  of: Evaluation
  onClose: () => void
}) {
  const { t } = useTranslation('evaluation')
  const fields = useSpokenFields(name, of)
  const move = useMove(spokenEndpoints[name] as typeof contract.answerEvaluation, {
    done: t('done.saved'),
    onProblem: () => true,
  })
  const edits = name === 'edit'
  return (
    <FormDialog
      title={edits ? t('page.edit') : t(`move.${name}`)}
      fields={fields}
      initial={
        edits ? { title: of.title, ground: of.ground, raterIds: of.raters.map((one) => one.person.id) } : {}
      }
      onSubmit={(values) =>
        move.mutateAsync({
          id: of.id,
          ...(edits ? { version: of.version, raterIds: [] } : {}),
          ...values,
        } as never)
      }
      onClose={onClose}
    />
  )
}

/** What is kept beside what the records say now. */
function Recomputed({ of, onClose }: { of: Evaluation; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const { data, error, refetch } = useCall(contract.recomputeEvaluation, { id: of.id }, { staleTime: 0 })
  return (
    <Modal open title={t('page.recompute')} onCancel={onClose} footer={null} width={680}>
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data ? (
        <>
          <Alert
            type={data.same ? 'success' : 'warning'}
            showIcon
            title={
              data.same
                ? t('same')
                : t('differs', { kept: digits(data.score.kept), now: digits(data.score.now) })
            }
          />
          <table className="zy-table zy-eva-weights">
            <thead>
              <tr>
                {[t('field.indicator'), t('field.value'), t('field.points')].map((one) => (
                  <th key={one}>{one}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.items.map((one) => (
                <tr key={one.id}>
                  <td>{one.name}</td>
                  <td className="zy-num">
                    {digits(one.value.kept)}
                    {bracketed(one.cases.kept)}
                    {one.same ? '' : ` → ${digits(one.value.now)}${bracketed(one.cases.now)}`}
                  </td>
                  <td className="zy-num">
                    {digits(one.points.kept)}
                    {one.same ? '' : ` → ${digits(one.points.now)}`}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </>
      ) : error ? null : (
        <Bars rows={6} />
      )}
    </Modal>
  )
}
