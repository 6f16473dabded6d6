import { CaretRightOutlined, PauseCircleOutlined, PlayCircleOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { App, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call, newKey, Problem } from '#web/api.ts'
import { invalidate, useExplain } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { colon } from '#web/kit/marks.ts'
import { editCheck, getCheck, pauseCheck, resumeCheck, runCheck, type CheckLineView } from '../contract.ts'
import { bodyOf } from './form/body.ts'

/** Requests under way at a time: many checks must not hold up the pages of others. */
const atOnce = 4

/** What can be done with several checks at once; each is a move of its own, so that one refused stops no other. */
export function BulkBar({ rows, onDone }: { rows: CheckLineView[]; onDone: () => void }) {
  const { t } = useTranslation('check')
  const { busy, run } = useBulk(onDone)
  const [pausing, setPausing] = useState(false)
  const n = rows.length
  return (
    <>
      <span className="zy-check-dim">{t('screen.bulk.chosen', { n })}</span>
      <Button
        icon={<CaretRightOutlined />}
        loading={busy}
        onClick={() => void run(rows, ({ id }) => call(runCheck, { id }))}
      >
        {t('screen.run')}
      </Button>
      <Button icon={<PauseCircleOutlined />} disabled={busy} onClick={() => setPausing(true)}>
        {t('screen.pause')}
      </Button>
      <Button icon={<PlayCircleOutlined />} disabled={busy} onClick={() => void run(rows, enable)}>
        {t('screen.bulk.enable')}
      </Button>
      <ConfirmMove
        open={pausing}
        title={t('screen.bulk.pause', { n })}
        description={t('screen.pauseHelp')}
        reason="required"
        busy={busy}
        onCancel={() => setPausing(false)}
        onConfirm={(reason) => {
          setPausing(false)
          void run(rows, ({ id, version }) =>
            call(pauseCheck, { id, version, reason }, { idempotencyKey: newKey() }),
          )
        }}
      />
    </>
  )
}

/** Takes a pause back, and switches on what is off. */
async function enable(row: CheckLineView): Promise<unknown> {
  if (row.pausedUntil) return call(resumeCheck, { id: row.id, version: row.version })
  if (row.enabled) return null
  const check = await call(getCheck, { id: row.id })
  return call(editCheck, { ...bodyOf(check), enabled: true, id: check.id, version: check.version })
}

function useBulk(onDone: () => void) {
  const { t } = useTranslation('check')
  const { message, modal } = App.useApp()
  const client = useQueryClient()
  const explain = useExplain()
  const [busy, setBusy] = useState(false)
  const run = async (rows: CheckLineView[], move: (row: CheckLineView) => Promise<unknown>) => {
    setBusy(true)
    const left: { id: string; name: string; why: string }[] = []
    const waiting = [...rows]
    const worker = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift())
        try {
          await move(row)
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          left.push({ id: row.id, name: row.name, why: explain(error) })
        }
    }
    try {
      await Promise.all(Array.from({ length: atOnce }, worker))
    } finally {
      setBusy(false)
      await invalidate(client, 'check')
    }
    if (left.length === 0) {
      message.success(t('screen.bulk.done', { n: rows.length }))
      onDone()
      return
    }
    modal.warning({
      title: t('screen.bulk.some', { done: rows.length - left.length, left: left.length }),
      content: (
        <ul className="zy-check-plain">
          {left.slice(0, 20).map((one) => (
            <li key={one.id}>
              {one.name}
              {colon()}
              {one.why}
            </li>
          ))}
          {left.length > 20 ? <li>…</li> : null}
        </ul>
      ),
    })
  }
  return { busy, run }
}
