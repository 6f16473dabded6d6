import { App, Modal } from 'antd'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { useCan } from '#web/session.tsx'
import { bulkAlerts, bulkLimit, openIncident } from '../console-contract.ts'
import { MoveDialog } from './MoveDialog.tsx'
import type { Move } from './moves.tsx'
import type { Alert } from './parts.tsx'
import { SilenceDialog } from './SilenceDialog.tsx'

export type { Move } from './moves.tsx'
export type Action = CallInput<typeof bulkAlerts>['action']
export type Opening = Omit<CallInput<typeof openIncident>, 'ids'>
type Results = CallOutput<typeof bulkAlerts>['items']

/** The moves of the console on the alerts that are meant: those chosen, else the one under the cursor. */
export function useConsoleMoves(
  rows: Alert[],
  done: () => void,
): { begin: (move: Move) => void; dialog: ReactNode } {
  const { t } = useTranslation('alert')
  const { message } = App.useApp()
  const can = useCan()
  // as they were when the move began: the list may change under the dialog
  const [asked, setAsked] = useState<{ move: Move; rows: Alert[] } | null>(null)
  const [results, setResults] = useState<{ items: Results; rows: Alert[] } | null>(null)
  const invalidates = ['alert', 'incident', 'alert-rule']
  const bulk = useMove(bulkAlerts, { invalidates, onProblem: () => asked !== null })
  const file = useMove(openIncident, { invalidates, onProblem: () => true })
  const close = () => setAsked(null)
  const tell = (items: Results, of: Alert[], said: string) => {
    close()
    done()
    const refused = items.filter((one) => one.outcome === 'refused')
    if (refused.length === 0) message.success(said)
    else setResults({ items: refused, rows: of })
  }
  const send = async (action: Action, of: Alert[]) => {
    const { items } = await bulk.mutateAsync({ ids: of.map((row) => row.id), action })
    tell(items, of, t('screen.done', { count: items.length }))
  }
  const open = async (input: Opening, of: Alert[]) => {
    const { items, incident } = await file.mutateAsync({ ids: of.map((row) => row.id), ...input })
    tell(items, of, t('screen.opened', { number: incident.number }))
  }
  const begin = (move: Move) => {
    if (rows.length === 0 || rows.length > bulkLimit || !can('alert.handle')) return
    if (move === 'silence' && !can('alert-rule.silence')) return
    // problems have become a toast
    if (move === 'take' || move === 'unacknowledge')
      return void send({ do: move }, rows).catch(() => undefined)
    setAsked({ move, rows })
  }
  const dialog = (
    <>
      {asked?.move === 'silence' ? <SilenceDialog rows={asked.rows} onClose={close} onDone={done} /> : null}
      {asked && asked.move !== 'silence' ? (
        <MoveDialog
          move={asked.move}
          rows={asked.rows}
          onClose={close}
          onAct={(action) => send(action, asked.rows)}
          onOpen={(input) => open(input, asked.rows)}
        />
      ) : null}
      {results ? <Refused {...results} onClose={() => setResults(null)} /> : null}
    </>
  )
  return { begin, dialog }
}

/** What could not be done, and why; the rest is done. */
function Refused({ items, rows, onClose }: { items: Results; rows: Alert[]; onClose: () => void }) {
  const { t } = useTranslation('alert')
  return (
    <Modal
      open
      title={t('screen.refused', { done: rows.length - items.length, count: items.length })}
      onCancel={onClose}
      onOk={onClose}
      cancelButtonProps={{ style: { display: 'none' } }}
    >
      <ul className="zy-al-result">
        {items.map((one) => (
          <li key={one.id}>
            <b dir="auto">{rows.find((row) => row.id === one.id)?.name}</b> — {one.message}
          </li>
        ))}
      </ul>
    </Modal>
  )
}
