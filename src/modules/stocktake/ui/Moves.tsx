import { Button, Checkbox, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import * as contract from '../contract.ts'
import type { Stocktake } from './parts.tsx'

type Name = 'open' | 'review' | 'recount' | 'submit' | 'sign' | 'return' | 'cancel'

/** The moves that the state and the person allow, the next one first. */
function movesOf({ abilities, state, signatures }: Stocktake): Name[] {
  const may = (what: Stocktake['abilities'][number]) => abilities.includes(what)
  return [
    ...(may('open') ? (['open'] as const) : []),
    ...(may('review') && state === 'counting' ? (['review'] as const) : []),
    ...(may('review') && state === 'reviewing' ? (['submit'] as const) : []),
    ...(may('recount') ? (['recount'] as const) : []),
    ...(may('sign') ? (['sign'] as const) : []),
    ...(may('sign') && signatures.length === 0 ? (['return'] as const) : []),
    ...(may('cancel') ? (['cancel'] as const) : []),
  ]
}

export function Moves({ stocktake }: { stocktake: Stocktake }) {
  const { t } = useTranslation('stocktake')
  const [asked, setAsked] = useState<Name | null>(null)
  const names = movesOf(stocktake)
  const counts = stocktake.abilities.includes('count')
  return (
    <>
      {names.map((name, i) => (
        <Button
          key={name}
          type={i === 0 && name !== 'cancel' && !counts ? 'primary' : 'default'}
          danger={name === 'cancel'}
          onClick={() => setAsked(name)}
        >
          {t(`move.${name}`)}
        </Button>
      ))}
      {asked ? (
        <Dialog key={asked} name={asked} stocktake={stocktake} onClose={() => setAsked(null)} />
      ) : null}
    </>
  )
}

const endpoints = {
  open: contract.openStocktake,
  review: contract.reviewStocktake,
  recount: contract.recountStocktake,
  submit: contract.submitStocktake,
  sign: contract.signStocktake,
  return: contract.returnStocktake,
  cancel: contract.cancelStocktake,
}
const hints: readonly Name[] = ['open', 'recount', 'submit', 'sign']

function Dialog({ name, stocktake, onClose }: { name: Name; stocktake: Stocktake; onClose: () => void }) {
  const { t } = useTranslation('stocktake')
  const [missing, setMissing] = useState(false)
  const [department, setDepartment] = useState(stocktake.signsFor[0])
  const move = useMove(endpoints[name] as typeof contract.openStocktake, {
    done: t('done.saved'),
    onDone: onClose,
    onProblem: () => true,
  })
  const reason = name === 'cancel' || name === 'return' ? 'required' : name === 'sign' ? 'optional' : 'none'
  const uncounted = stocktake.waiting.count
  const said = (text: string): Record<string, unknown> => {
    if (name === 'review') return { uncountedIsMissing: missing }
    if (name === 'sign') return { department, ...(text ? { opinion: text } : {}) }
    return reason === 'required' ? { reason: text } : {}
  }
  return (
    <ConfirmMove
      open
      title={t(`move.${name}`)}
      {...(hints.includes(name) ? { description: t(`move.${name}Hint`) } : {})}
      reason={reason}
      {...(name === 'sign' ? { reasonLabel: t('field.opinion') } : {})}
      danger={name === 'cancel'}
      busy={move.isPending}
      error={move.error}
      onCancel={onClose}
      onConfirm={(text) =>
        move.mutate({ id: stocktake.id, version: stocktake.version, ...said(text) } as never)
      }
    >
      {name === 'review' && uncounted > 0 ? (
        <Checkbox checked={missing} onChange={(event) => setMissing(event.target.checked)}>
          {t('move.uncounted', { n: uncounted })}
        </Checkbox>
      ) : null}
      {name === 'sign' && stocktake.signsFor.length > 1 ? (
        <Select
          aria-label={t('field.department')}
          value={department ?? null}
          onChange={setDepartment}
          options={stocktake.signsFor.map((value) => ({ value, label: t(`department.${value}`) }))}
        />
      ) : null}
    </ConfirmMove>
  )
}
