import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { groupSource, memberSource } from '#web/kit/sources.ts'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import {
  moveCallback,
  recordCallback,
  scheduleCallback,
  type callbacksOfTicket,
  type listCallbacks,
} from '../contract.ts'
import { verdicts } from '../words.ts'
import { ContactField, type Contact } from './ContactField.tsx'
import { WhenField } from './WhenField.tsx'

export type Callback = CallOutput<typeof listCallbacks>['items'][number]
export type OfTicket = CallOutput<typeof callbacksOfTicket>

const told = { onProblem: () => true as const }

/** Who calls: oneself, another person or a group; only who may look into groups gives it to others. */
function useDoerFields(own: 'me' | 'stay'): FormField[] {
  const { t } = useTranslation('callback')
  const can = useCan()
  if (!can('group.lookup')) return []
  return [
    {
      type: 'radio',
      name: 'doer',
      label: t('field.doer'),
      options: [
        { value: own, label: t(own === 'me' ? 'field.me' : 'field.stay') },
        { value: 'person', label: t('field.owner') },
        { value: 'group', label: t('field.group') },
      ],
    },
    {
      type: 'remote',
      name: 'ownerId',
      label: t('field.owner'),
      source: memberSource,
      required: true,
      when: (values) => values['doer'] === 'person',
    },
    {
      type: 'remote',
      name: 'groupId',
      label: t('field.group'),
      source: groupSource,
      required: true,
      when: (values) => values['doer'] === 'group',
    },
  ]
}

function withoutDoer({ doer: _, ...values }: FormValues): FormValues {
  return values
}

/** When, whom, why, and who calls. */
export function ScheduleDialog({
  ticketId,
  contacts,
  onClose,
}: {
  ticketId: string
  contacts: readonly Contact[]
  onClose: () => void
}) {
  const { t } = useTranslation('callback')
  const add = useMove(scheduleCallback, { ...told, done: t('done.added') })
  const [first] = contacts
  const fields: FormField[] = [
    {
      type: 'custom',
      name: 'contactName',
      label: t('field.contact'),
      required: true,
      half: true,
      render: (bound) => <ContactField contacts={contacts} {...bound} />,
    },
    { type: 'text', name: 'contactPhone', label: t('field.phone'), required: true, half: true, max: 40 },
    {
      type: 'custom',
      name: 'at',
      label: t('field.at'),
      required: true,
      render: (bound) => <WhenField {...bound} />,
    },
    { type: 'longtext', name: 'reason', label: t('field.reason'), required: true, rows: 2, max: 2000 },
    ...useDoerFields('me'),
  ]
  const submit = (values: FormValues) => {
    const known = contacts.find(
      (one) => one.name === values['contactName'] && one.phone === values['contactPhone'],
    )
    return add.mutateAsync({
      id: ticketId,
      ...withoutDoer(values),
      ...(known?.id ? { contactId: known.id } : {}),
    } as CallInput<typeof scheduleCallback>)
  }
  return (
    <FormDialog
      title={t('do.addTitle')}
      fields={fields}
      initial={{ contactName: first?.name ?? '', contactPhone: first?.phone ?? '', doer: 'me' }}
      submitLabel={t('do.add')}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}

/** What came of one call. */
export function RecordDialog({ callback, onClose }: { callback: Callback; onClose: () => void }) {
  const { t } = useTranslation('callback')
  const record = useMove(recordCallback, { ...told, done: t('done.recorded') })
  const reached = (values: FormValues) => values['outcome'] === 'reached'
  const fields: FormField[] = [
    {
      type: 'radio',
      name: 'outcome',
      label: t('field.outcome'),
      required: true,
      options: (['reached', 'missed'] as const).map((value) => ({ value, label: t(`field.${value}`) })),
    },
    {
      type: 'radio',
      name: 'verdict',
      label: t('field.verdict'),
      required: true,
      options: verdicts.map((value) => ({ value, label: t(`verdict.${value}`) })),
      when: reached,
    },
    {
      type: 'longtext',
      name: 'note',
      label: t('field.note'),
      placeholder: t('field.noteHint'),
      required: true,
      rows: 3,
      max: 2000,
    },
    {
      type: 'custom',
      name: 'nextAt',
      label: t('field.nextAt'),
      hint: t('field.nextHint'),
      render: (bound) => <WhenField {...bound} />,
      when: (values) => values['outcome'] === 'missed',
    },
    {
      type: 'datetime',
      name: 'calledAt',
      label: t('field.calledAt'),
      placeholder: t('field.now'),
      half: true,
    },
  ]
  const submit = ({ outcome, ...values }: FormValues) =>
    record.mutateAsync({
      ...{ id: callback.id, version: callback.version, reached: outcome === 'reached' },
      ...values,
    } as CallInput<typeof recordCallback>)
  return (
    <FormDialog
      title={t('do.recordTitle')}
      above={<About callback={callback} />}
      fields={fields}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}

/** Another time, other hands, or both; with the reason. */
export function MoveDialog({ callback, onClose }: { callback: Callback; onClose: () => void }) {
  const { t } = useTranslation('callback')
  const move = useMove(moveCallback, { ...told, done: t('done.moved') })
  const fields: FormField[] = [
    {
      type: 'custom',
      name: 'at',
      label: t('field.at'),
      required: true,
      render: (bound) => <WhenField {...bound} />,
    },
    ...useDoerFields('stay'),
    { type: 'longtext', name: 'reason', label: t('do.moveReason'), required: true, rows: 2, max: 2000 },
  ]
  const submit = ({ at, ...values }: FormValues) =>
    move.mutateAsync({
      ...{ id: callback.id, version: callback.version },
      ...withoutDoer(values),
      // a time that has passed is no new wish
      ...(at === callback.dueAt ? {} : { at }),
    } as CallInput<typeof moveCallback>)
  return (
    <FormDialog
      title={t('do.moveTitle')}
      above={<About callback={callback} />}
      fields={fields}
      initial={{ at: callback.dueAt, doer: 'stay' }}
      onSubmit={submit}
      onClose={onClose}
    />
  )
}

function About({ callback }: { callback: Callback }) {
  return (
    <p className="zy-callback-about">
      <b>{callback.contact.name}</b> <a href={`tel:${callback.contact.phone}`}>{callback.contact.phone}</a>
      {' · '}
      {absoluteTime(callback.dueAt, { shortYear: true })}
      <br />
      <span dir="auto">{callback.reason}</span>
    </p>
  )
}
