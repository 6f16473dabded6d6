import { useTranslation } from 'react-i18next'
import { listIncidents } from '#modules/incident/contract.ts'
import { levels } from '#modules/incident/words.ts'
import { call } from '#web/api.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { colon } from '#web/kit/marks.ts'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { groupSource, memberSource, serviceSource } from '#web/kit/sources.ts'
import type { Move } from './moves.tsx'
import type { Alert } from './parts.tsx'
import type { Action, Opening } from './useConsoleMoves.tsx'

/** Incidents by number and words. */
const incidentSource: RemoteSource = {
  name: 'alert.incident',
  search: async (q, signal) =>
    (await call(listIncidents, q ? { q, limit: 20 } : { limit: 20 }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.number,
      detail: one.title,
    })),
}

const times = ['30', '60', '240', '1440', 'none'] as const

interface Props {
  move: Move
  rows: Alert[]
  onAct: (action: Action) => Promise<unknown>
  onOpen: (input: Opening) => Promise<unknown>
  onClose: () => void
}

/** What a move asks before it is made. */
export function MoveDialog({ move, rows, onAct, onOpen, onClose }: Props) {
  const { t } = useTranslation('alert')
  const { fields, initial } = useFields(move, rows)
  const submit = (values: FormValues) =>
    move === 'incident' ? onOpen(openingOf(values)) : onAct(actionOf(move, values))
  return (
    <FormDialog
      title={`${t(`screen.move.${move}`)} · ${rows.length === 1 ? rows[0]!.name : t('screen.chosen', { count: rows.length })}`}
      fields={fields}
      initial={initial}
      submitLabel={t(`screen.move.${move}`)}
      fieldOf={(path) => path.replace(/^action\./, '')}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}

function actionOf(move: Move, values: FormValues): Action {
  const text = (key: string) => String(values[key] ?? '')
  if (move === 'comment') return { do: 'comment', body: text('body') }
  if (move === 'assign') return { do: 'assign', ownerId: text('ownerId') || null }
  if (move === 'link') return { do: 'link', incidentId: text('incidentId') }
  if (move === 'close') return { do: 'close', reason: text('reason') }
  return {
    do: 'acknowledge',
    ...(text('minutes') === 'none' ? {} : { minutes: Number(values['minutes']) }),
    ...(text('comment') ? { comment: text('comment') } : {}),
  }
}

function openingOf(values: FormValues): Opening {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value)) as Opening
}

function useFields(move: Move, rows: Alert[]): { fields: FormField[]; initial: FormValues } {
  const { t } = useTranslation('alert')
  const level = levels.map((value) => ({
    value,
    label: t(`incident:level.${value}`, { defaultValue: value }),
  }))
  switch (move) {
    case 'acknowledge':
      return {
        initial: { minutes: '60' },
        fields: [
          {
            type: 'radio',
            name: 'minutes',
            label: t('screen.ack.for'),
            hint: t('screen.ack.hint'),
            options: times.map((value) => ({ value, label: t(`screen.ack.${value}`) })),
          },
          { type: 'longtext', name: 'comment', label: t('screen.comment'), rows: 2, max: 2000 },
        ],
      }
    case 'comment':
      return {
        initial: {},
        fields: [
          {
            type: 'longtext',
            name: 'body',
            label: t('screen.comment'),
            required: true,
            autoFocus: true,
            rows: 3,
            max: 2000,
          },
        ],
      }
    case 'assign':
      return {
        initial: {},
        fields: [
          {
            type: 'remote',
            name: 'ownerId',
            label: t('screen.owner'),
            hint: t('screen.ownerHint'),
            source: memberSource,
          },
        ],
      }
    case 'link':
      return {
        initial: {},
        fields: [
          {
            type: 'remote',
            name: 'incidentId',
            label: t('list.incident'),
            required: true,
            source: incidentSource,
          },
        ],
      }
    case 'close':
      return {
        initial: {},
        fields: [
          {
            type: 'longtext',
            name: 'reason',
            label: t('screen.reason'),
            hint: t('screen.closeHint'),
            required: true,
            autoFocus: true,
            rows: 2,
            max: 500,
          },
        ],
      }
    default:
      return {
        initial: {
          title: titleOf(rows[0]),
          impact: rows.some((row) => row.severity === 'critical') ? 'high' : 'medium',
          urgency: rows.some((row) => row.severity === 'critical') ? 'high' : 'medium',
          serviceId: rows.find((row) => row.service)?.service?.id,
        },
        fields: [
          { type: 'text', name: 'title', label: t('screen.title'), required: true, max: 200 },
          { type: 'radio', name: 'impact', label: t('screen.impact'), options: level, half: true },
          { type: 'radio', name: 'urgency', label: t('screen.urgency'), options: level, half: true },
          { type: 'remote', name: 'serviceId', label: t('list.service'), source: serviceSource, half: true },
          { type: 'remote', name: 'groupId', label: t('screen.groupOf'), source: groupSource, half: true },
        ],
      }
  }
}

function titleOf(row: Alert | undefined): string {
  const summary = row?.annotations['summary']
  return `${row?.name ?? ''}${summary ? `${colon()}${summary}` : ''}`.slice(0, 200)
}
