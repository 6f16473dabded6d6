import { Alert, Button, Input, Modal, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useExplain, useMove } from '#web/hooks.ts'
import { takeOver } from '../contract.ts'
import { decisions } from '../lifecycle.ts'
import type { Log } from './parts.tsx'

type Decision = (typeof decisions)[number]

/** Each unfinished item is accepted or disputed; only then is the shift taken over. */
export function TakeOver({ log, onClose }: { log: Log; onClose: () => void }) {
  const { t } = useTranslation('duty-log')
  const explain = useExplain()
  const items = log.lines.filter((one) => one.kind === 'unfinished')
  const [said, setSaid] = useState<Record<string, { decision?: Decision; note: string }>>({})
  const move = useMove(takeOver, { done: t('done.taken'), onDone: onClose, onProblem: () => true })
  const of = (id: string) => said[id] ?? { note: '' }
  const ready = items.every((one) => {
    const { decision, note } = of(one.id)
    return decision === 'accepted' || (decision === 'disputed' && note.trim() !== '')
  })
  const send = () =>
    move.mutate({
      id: log.id,
      version: log.version,
      lines: items.map((one) => ({
        id: one.id,
        decision: of(one.id).decision!,
        note: of(one.id).note.trim() || null,
      })),
    })
  return (
    <Modal
      open
      title={t('act.takeOver')}
      onCancel={onClose}
      width={680}
      destroyOnHidden
      footer={
        <Button type="primary" disabled={!ready} loading={move.isPending} onClick={send}>
          {t('act.takeOver')}
        </Button>
      }
    >
      {move.error ? <Alert type="error" showIcon role="alert" title={explain(move.error)} /> : null}
      <p className="zy-page-sub">{items.length > 0 ? t('takeSure') : t('nothingOpen')}</p>
      <ul className="zy-dlog-items">
        {items.map((one) => (
          <li key={one.id}>
            <div>
              {one.number} {one.text}
            </div>
            <Radio.Group
              optionType="button"
              aria-label={one.text}
              value={of(one.id).decision}
              options={decisions.map((value) => ({ value, label: t(`decision.${value}`) }))}
              onChange={(event) =>
                setSaid({ ...said, [one.id]: { ...of(one.id), decision: event.target.value as Decision } })
              }
            />
            {of(one.id).decision === 'disputed' ? (
              <Input
                value={of(one.id).note}
                maxLength={500}
                placeholder={t('field.note')}
                aria-label={t('field.note')}
                onChange={(event) =>
                  setSaid({ ...said, [one.id]: { ...of(one.id), note: event.target.value } })
                }
              />
            ) : null}
          </li>
        ))}
      </ul>
    </Modal>
  )
}
