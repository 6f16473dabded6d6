import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import * as contract from '../contract.ts'
import type { Exchange } from './parts.tsx'

const endpoints = {
  sign: contract.signExchange,
  recompare: contract.recompareExchange,
  retry: contract.retryExchange,
  return: contract.returnExchange,
  cancel: contract.cancelExchange,
}
type Name = keyof typeof endpoints
const names = Object.keys(endpoints) as Name[]

/** The moves that the state and the person allow, the next one first. */
export function Moves({ run }: { run: Exchange }) {
  const { t } = useTranslation('asset-exchange')
  const [asked, setAsked] = useState<Name | null>(null)
  const allowed = names.filter((name) => run.abilities.includes(name))
  return (
    <>
      {allowed.map((name) => (
        <Button
          key={name}
          type={name === 'sign' || name === 'retry' ? 'primary' : 'default'}
          danger={name === 'cancel'}
          onClick={() => setAsked(name)}
        >
          {t(`screen.act.${name}`)}
        </Button>
      ))}
      {asked ? <Dialog key={asked} name={asked} run={run} onClose={() => setAsked(null)} /> : null}
    </>
  )
}

function Dialog({ name, run, onClose }: { name: Name; run: Exchange; onClose: () => void }) {
  const { t } = useTranslation('asset-exchange')
  const [department, setDepartment] = useState(run.signsFor[0])
  const move = useMove(endpoints[name] as typeof contract.signExchange, {
    done: t(name === 'sign' ? 'screen.done.signed' : 'screen.done.moved'),
    onDone: onClose,
    onProblem: () => true,
  })
  const reason = name === 'cancel' || name === 'return' ? 'required' : name === 'sign' ? 'optional' : 'none'
  const said = (text: string): Record<string, unknown> => {
    if (name === 'sign') return { department, ...(text ? { opinion: text } : {}) }
    return reason === 'required' ? { reason: text } : {}
  }
  return (
    <ConfirmMove
      open
      title={t(`screen.act.${name}`)}
      description={t(`screen.confirm.${name}`)}
      reason={reason}
      {...(name === 'sign' ? { reasonLabel: t('screen.field.opinion') } : {})}
      danger={name === 'cancel'}
      busy={move.isPending}
      error={move.error}
      onCancel={onClose}
      onConfirm={(text) => move.mutate({ id: run.id, version: run.version, ...said(text) } as never)}
    >
      {name === 'sign' && run.signsFor.length > 1 ? (
        <Select
          aria-label={t('screen.field.department')}
          value={department ?? null}
          onChange={setDepartment}
          options={run.signsFor.map((value) => ({ value, label: t(`screen.department.${value}`) }))}
        />
      ) : null}
    </ConfirmMove>
  )
}
