import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, EndpointDef } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import * as contract from '../contract.ts'
import { levels, results } from '../words.ts'
import type { ChangeView } from './parts.tsx'

const endpoints = {
  submit: contract.submitChange,
  assess: contract.assessChange,
  'send-back': contract.sendBackChange,
  start: contract.startChange,
  implement: contract.implementChange,
  fail: contract.failChange,
  'back-out': contract.backOutChange,
  close: contract.closeChange,
  cancel: contract.cancelChange,
  'allow-outside': contract.allowOutside,
  'except-freeze': contract.exceptFreeze,
  confirm: contract.confirmChange,
  ratify: contract.ratifyChange,
} satisfies Record<string, EndpointDef>
type Move = keyof typeof endpoints

/** Moves that need nothing but a word, which may be left out. */
const noted: readonly Move[] = ['submit', 'start', 'implement', 'back-out', 'confirm']
const dangerous: readonly Move[] = ['cancel', 'fail', 'send-back']
/** The step that leads on; shown as the main button, last. */
const main: readonly Move[] = ['submit', 'assess', 'start', 'confirm', 'implement', 'back-out', 'close']

/** What the person can do with the change now. */
export function MoveButtons({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const navigate = useNavigate()
  const [asked, setAsked] = useState<Move | null>(null)
  const can = (Object.keys(endpoints) as Move[]).filter((move) => change.abilities.includes(move))
  const useful = can.filter((move) => move !== 'except-freeze' || change.freezes.length > 0)
  const lead = main.findLast((move) => useful.includes(move))
  const others = useful.filter((move) => move !== lead)
  return (
    <>
      {change.abilities.includes('edit') ? (
        <Button
          onClick={() =>
            void navigate({ to: '/changes/$id/edit' as never, params: { id: change.id } as never })
          }
        >
          {t('ui.action.edit')}
        </Button>
      ) : null}
      {others.map((move) => (
        <Button key={move} danger={dangerous.includes(move)} onClick={() => setAsked(move)}>
          {t(`ui.action.${move}`)}
        </Button>
      ))}
      {lead ? (
        <Button type="primary" onClick={() => setAsked(lead)}>
          {t(`ui.action.${lead}`)}
        </Button>
      ) : null}
      {asked ? <MoveDialog move={asked} change={change} onClose={() => setAsked(null)} /> : null}
    </>
  )
}

function MoveDialog({ move, change, onClose }: { move: Move; change: ChangeView; onClose: () => void }) {
  const { t } = useTranslation('change')
  const run = useMove(endpoints[move] as EndpointDef, {
    done: t(`ui.done.${move}`),
    invalidates: ['change', 'approval'],
    onProblem: () => true,
  })
  const fields = useFields(move, change)
  const explain = move === 'submit' || move === 'start' ? t(`ui.explain.${move}`) : null
  return (
    <FormDialog
      title={`${t(`ui.action.${move}`)} · ${change.number}`}
      submitLabel={t(`ui.action.${move}`)}
      above={explain ? <p className="chg-explain">{explain}</p> : null}
      fields={fields}
      initial={{ impactLevel: change.impactLevel, likelihood: change.likelihood, result: 'successful' }}
      onSubmit={(values) => {
        const named = Object.fromEntries(fields.map(({ name }) => [name, values[name]]))
        const given = Object.fromEntries(Object.entries(named).filter(([, value]) => value !== undefined))
        return run.mutateAsync({ ...given, id: change.id, version: change.version } as CallInput<EndpointDef>)
      }}
      onClose={onClose}
    />
  )
}

function useFields(move: Move, change: ChangeView): FormField[] {
  const { t } = useTranslation('change')
  const reason: FormField = {
    name: 'reason',
    label: t('web:kit.reason'),
    type: 'longtext',
    rows: 3,
    required: true,
    autoFocus: true,
  }
  if (move === 'ratify') return []
  if (noted.includes(move))
    return [{ name: 'note', label: t('ui.part.comment'), type: 'longtext', rows: 2, autoFocus: true }]
  if (move === 'assess') {
    const options = levels.map((value) => ({ value, label: t(`level.${value}`) }))
    return [
      {
        name: 'impactLevel',
        label: t('field.impactLevel'),
        type: 'radio',
        options,
        required: true,
        half: true,
      },
      {
        name: 'likelihood',
        label: t('field.likelihood'),
        type: 'radio',
        options,
        required: true,
        half: true,
      },
      { name: 'assessment', label: t('field.assessment'), type: 'longtext', rows: 3, required: true },
    ]
  }
  if (move === 'close') {
    const fits = change.state === 'backed-out' ? (['failed'] as const) : results
    return [
      {
        name: 'result',
        label: t('ui.part.result'),
        type: 'radio',
        required: true,
        options: fits.map((value) => ({ value, label: t(`result.${value}`) })),
      },
      { name: 'review', label: t('ui.part.review'), type: 'longtext', rows: 4, required: true },
    ]
  }
  return [reason]
}
