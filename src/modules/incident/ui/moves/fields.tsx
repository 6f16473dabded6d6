import { Cascader, Select } from 'antd'
import type { TFunction } from 'i18next'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { holdReasons, resolutionCodes, type Move } from '../../words.ts'
import { SayBox } from '../parts/SayBox.tsx'
import type { Incident } from '../types.ts'
import type { TargetOption } from './target.ts'

interface Custom {
  value?: unknown
  onChange?: (value: unknown) => void
  id?: string
}

/** The fields of a move's dialog: exactly what its contract takes. `target` stands for `groupId` and `ownerId`. */
export function fieldsOf(
  move: Move,
  incident: Incident,
  targets: TargetOption[],
  t: TFunction<'incident'>,
): FormField[] {
  const reason: FormField = {
    name: 'reason',
    type: 'longtext',
    label: t('ui.field.reason'),
    placeholder: t('ui.form.reason'),
    max: 2000,
    rows: 3,
    required: true,
  }
  const note: FormField = {
    name: 'note',
    type: 'longtext',
    label: t('ui.field.note'),
    placeholder: t('ui.form.note'),
    max: 10_000,
    rows: 3,
    autoFocus: true,
  }
  const own: Record<Move, FormField[]> = {
    take: [],
    start: [],
    assign: [targetField(targets, t), { ...reason, required: incident.owner !== null }],
    escalate: [groupField(targets, t), reason],
    hold: holdFields(t, note),
    resume: [note],
    'request-onsite': [note],
    arrive: [note],
    close: [note],
    resolve: resolveFields(incident, t),
    reopen: [{ ...reason, autoFocus: true }],
    cancel: [{ ...reason, autoFocus: true }],
    return: [{ ...reason, autoFocus: true }],
  }
  return [...own[move], backdate(t)]
}

function backdate(t: TFunction<'incident'>): FormField {
  return {
    name: 'occurredAt',
    type: 'datetime',
    label: t('ui.form.backdate'),
    hint: t('ui.form.occurredAtHint'),
  }
}

export function targetField(options: TargetOption[], t: TFunction<'incident'>): FormField {
  return {
    name: 'target',
    label: t('ui.form.target'),
    hint: t('ui.form.ownerFirst'),
    required: true,
    type: 'custom',
    render: ({ value, onChange, id }: Custom) => (
      <Cascader
        {...(id ? { id } : {})}
        autoFocus
        options={options}
        value={(value as string[] | undefined) ?? []}
        onChange={(next) => onChange?.(next)}
        changeOnSelect
        showSearch
        expandTrigger="hover"
        placeholder={t('ui.form.needTarget')}
      />
    ),
  }
}

function groupField(options: TargetOption[], t: TFunction<'incident'>): FormField {
  return {
    name: 'groupId',
    label: t('ui.field.group'),
    required: true,
    type: 'custom',
    render: (bound: Custom) => (
      <Select
        {...(bound as { value?: string; onChange?: (value: string) => void; id?: string })}
        autoFocus
        showSearch={{ optionFilterProp: 'label' }}
        options={options.map(({ value, label }) => ({ value, label }))}
        placeholder={t('ui.form.group')}
      />
    ),
  }
}

function holdFields(t: TFunction<'incident'>, note: FormField): FormField[] {
  return [
    {
      name: 'reason',
      type: 'radio',
      label: t('ui.field.holdReason'),
      required: true,
      options: holdReasons.map((value) => ({ value, label: t(`holdReason.${value}`) })),
    },
    { ...note, placeholder: t('ui.form.holdNote'), required: true },
    { name: 'until', type: 'datetime', label: t('ui.field.until'), hint: t('ui.form.until') },
  ]
}

function resolveFields(incident: Incident, t: TFunction<'incident'>): FormField[] {
  return [
    {
      name: 'resolution',
      type: 'custom',
      label: t('ui.field.resolution'),
      required: true,
      render: ({ value, onChange, id }: Custom) => (
        <SayBox
          {...(id ? { id } : {})}
          incidentId={incident.id}
          value={(value as string | undefined) ?? ''}
          onChange={(next) => onChange?.(next)}
          placeholder={t('ui.form.resolution')}
          minRows={4}
          maxLength={10_000}
          autoFocus
        />
      ),
    },
    {
      name: 'code',
      type: 'select',
      label: t('ui.field.code'),
      required: true,
      options: resolutionCodes.map((value) => ({ value, label: t(`resolutionCode.${value}`) })),
      ...(incident.type === 'fault' ? {} : { hint: t(`type.${incident.type}`) }),
    },
  ]
}

/** What the dialog starts with. */
export function initialOf(move: Move, incident: Incident): Record<string, unknown> {
  if (move === 'assign' && incident.group)
    return { target: incident.owner ? [incident.group.id, incident.owner.id] : [incident.group.id] }
  if (move === 'hold') return { reason: incident.holdReason ?? 'requester' }
  if (move === 'resolve') return { code: incident.type === 'fault' ? 'fixed' : 'answered' }
  return {}
}

/** From the dialog's values to the move's body. */
export function bodyOf(move: Move, values: Record<string, unknown>): Record<string, unknown> {
  if (move !== 'assign') return values
  const { target, ...rest } = values
  const [groupId, ownerId] = (target as string[] | undefined) ?? []
  return { ...rest, ...(groupId ? { groupId } : {}), ...(ownerId ? { ownerId } : {}) }
}
