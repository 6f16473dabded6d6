import { App } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { startIncident, takeIncident } from '../../contract.ts'
import type { Move } from '../../words.ts'
import type { Incident } from '../types.ts'
import { MoveDialog } from './MoveDialog.tsx'
import { moveSpecs } from './specs.tsx'

export interface Moves {
  /** Makes the move, or opens its dialog; says so when it is not possible now. */
  run: (move: Move) => void
  busy: boolean
  /** Put it anywhere on the page. */
  dialog: ReactNode
}

/** The moves of one incident, for buttons and for keys. */
export function useMoves(incident: Incident | undefined): Moves {
  const { t } = useTranslation('incident')
  const { message } = App.useApp()
  // The record is kept with the move: the dialog must not change its incident when the cursor moves on.
  const [open, setOpen] = useState<{ move: Move; id: string } | null>(null)
  const done = (move: Move) => ({
    done: t('ui.form.done', { number: incident?.number ?? '', move: t(`move.${move}`) }),
  })
  const take = useMove(takeIncident, done('take'))
  const start = useMove(startIncident, done('start'))
  const run = (move: Move) => {
    if (!incident) return
    if (!incident.abilities.includes(move)) {
      message.info(t('ui.keys.notNow', { move: t(`move.${move}`) }))
      return
    }
    const input = { id: incident.id, version: incident.version }
    if (!moveSpecs[move].direct) setOpen({ move, id: incident.id })
    else if (move === 'take') take.mutate(input)
    else start.mutate(input)
  }
  return {
    run,
    busy: take.isPending || start.isPending,
    dialog:
      open && incident && open.id === incident.id ? (
        <MoveDialog key={open.move} incident={incident} move={open.move} onClose={() => setOpen(null)} />
      ) : null,
  }
}
