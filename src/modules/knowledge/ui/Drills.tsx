import { Button, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { RecordForm, type FormField } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { cancelDrill, holdDrill, listDrills, planDrill } from '../ticket-contract.ts'
import type { Article } from './parts.tsx'

type Drill = CallOutput<typeof listDrills>['items'][number]
const hues = { planned: 'blue', held: 'green', cancelled: 'grey' } as const

/** When a plan was practised, by whom, and what it showed. */
export function Drills({ article }: { article: Article }) {
  const { t } = useTranslation('knowledge')
  const drills = useCall(listDrills, { id: article.id })
  const [planning, setPlanning] = useState(false)
  const keeps = article.abilities.includes('drill')
  if (drills.error) return <ErrorState error={drills.error} retry={() => void drills.refetch()} small />
  const items = drills.data?.items ?? []
  return (
    <Panel
      title={t('ui.drill.title')}
      actions={
        keeps ? (
          <Button size="small" onClick={() => setPlanning(true)}>
            {t('ui.drill.plan')}
          </Button>
        ) : null
      }
    >
      {items.length === 0 ? <p className="zy-kn-none">{t('ui.drill.none')}</p> : null}
      <ul className="zy-kn-list">
        {items.map((drill) => (
          <DrillLine key={drill.id} article={article} drill={drill} keeps={keeps} />
        ))}
      </ul>
      {planning ? <Planning id={article.id} close={() => setPlanning(false)} /> : null}
    </Panel>
  )
}

function DrillLine({ article, drill, keeps }: { article: Article; drill: Drill; keeps: boolean }) {
  const { t } = useTranslation('knowledge')
  const [asking, setAsking] = useState<'hold' | 'cancel' | null>(null)
  const close = () => setAsking(null)
  const at = { id: article.id, drillId: drill.id, version: drill.version }
  const cancel = useMove(cancelDrill, { onDone: close, onProblem: () => true })
  return (
    <li>
      <span className="zy-kn-row">
        <StatusTag state={drill.state} label={t(`ui.drill.state.${drill.state}`)} hue={hues[drill.state]} />
        <b dir="auto">{drill.title}</b>
        {keeps && drill.state === 'planned' ? (
          <span className="zy-no-print">
            {article.liveNo !== null ? (
              <Button size="small" type="link" onClick={() => setAsking('hold')}>
                {t('ui.drill.hold')}
              </Button>
            ) : null}
            <Button size="small" type="link" danger onClick={() => setAsking('cancel')}>
              {t('ui.drill.cancel')}
            </Button>
          </span>
        ) : null}
      </span>
      <small>
        {t('ui.drill.plannedOn')} {drill.plannedOn}
        {drill.heldOn ? ` · ${t('ui.drill.heldOn')} ${drill.heldOn} · V${drill.planNo}` : ''}
        {drill.participants ? ` · ${drill.participants}` : ''}
      </small>
      {drill.findings ? <PlainText>{drill.findings}</PlainText> : null}
      {asking === 'hold' ? <Holding at={at} drill={drill} close={close} /> : null}
      <ConfirmMove
        open={asking === 'cancel'}
        title={t('ui.drill.cancel')}
        reason="required"
        danger
        busy={cancel.isPending}
        error={cancel.error}
        onCancel={close}
        onConfirm={(reason) => cancel.mutate({ ...at, reason: reason.slice(0, 1000) })}
      />
    </li>
  )
}

function Planning({ id, close }: { id: string; close: () => void }) {
  const { t } = useTranslation('knowledge')
  const plan = useMove(planDrill, { onProblem: () => true })
  const fields: FormField[] = [
    { name: 'title', type: 'text', label: t('ui.drill.name'), required: true, autoFocus: true },
    { name: 'plannedOn', type: 'date', label: t('ui.drill.plannedOn'), required: true, half: true },
    { name: 'participants', type: 'longtext', label: t('ui.drill.participants'), rows: 2, max: 1000 },
  ]
  return (
    <Modal open title={t('ui.drill.plan')} onCancel={close} footer={null}>
      <RecordForm
        fields={fields}
        onCancel={close}
        onSubmit={async (values) => {
          await plan.mutateAsync({ id, ...values } as Parameters<typeof plan.mutateAsync>[0])
          close()
        }}
      />
    </Modal>
  )
}

function Holding({
  at,
  drill,
  close,
}: {
  at: { id: string; drillId: string; version: number }
  drill: Drill
  close: () => void
}) {
  const { t } = useTranslation('knowledge')
  const hold = useMove(holdDrill, { done: t('ui.drill.recorded'), onProblem: () => true })
  const fields: FormField[] = [
    { name: 'heldOn', type: 'date', label: t('ui.drill.heldOn'), required: true, half: true },
    {
      name: 'participants',
      type: 'longtext',
      label: t('ui.drill.participants'),
      required: true,
      rows: 2,
      max: 1000,
    },
    { name: 'findings', type: 'longtext', label: t('ui.drill.findings'), required: true, rows: 4, max: 5000 },
  ]
  return (
    <Modal open title={t('ui.drill.hold')} onCancel={close} footer={null}>
      <RecordForm
        fields={fields}
        initial={{ participants: drill.participants }}
        onCancel={close}
        onSubmit={async (values) => {
          await hold.mutateAsync({ ...at, ...values } as Parameters<typeof hold.mutateAsync>[0])
          close()
        }}
      />
    </Modal>
  )
}
