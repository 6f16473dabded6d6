import { Select } from 'antd'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { listCalendars } from '#kernel/calendar/contract.ts'
import { useCall } from '#web/hooks.ts'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import { groupSource, orgSource, serviceSource } from '#web/kit/sources.ts'
import type { CheckView } from '../../contract.ts'
import { isPassive } from '../../words.ts'
import { articleSource, checkSource, ciSource, useProbeOptions } from '../parts.tsx'
import { Thresholds } from './spec-fields.tsx'

type Known = Pick<CheckView, 'dependsOn'> & {
  [key in 'org' | 'service' | 'ci' | 'group' | 'runbookArticle']: { name: string } | null
}

/** Bounds: one table for what the kind measures, its OIDs and plugins as well. */
export function thresholdField(t: TFunction, kind: string): FormField {
  return {
    type: 'custom',
    name: 'thresholds',
    label: t('probe:field.thresholds'),
    hint: t('check:screen.threshold.help'),
    render: (bound) => <Thresholds {...bound} kind={kind} label={t('probe:field.thresholds')} />,
  }
}

/** How often, how long, how patiently. */
export function rhythmFields(t: TFunction, kind: string): FormField[] {
  const passive = isPassive(kind)
  const number = (name: string, word: string, min: number, max: number, hint?: string): FormField => ({
    type: 'number',
    name,
    label: t(`check:screen.field.${word}`),
    min,
    max,
    half: true,
    unit: t('check:screen.unit.seconds'),
    ...(hint ? { hint: t(`check:screen.hint.${hint}`) } : {}),
  })
  return [
    {
      ...number('intervalSeconds', 'interval', 5, 86_400, passive ? 'silence' : undefined),
      head: t('check:screen.form.rhythm'),
    },
    ...(passive
      ? [number('graceSeconds', 'grace', 0, 86_400)]
      : [number('timeoutSeconds', 'timeout', 0.1, 300)]),
    {
      ...number('retries', 'retries', 0, 20, 'retries'),
      unit: t('check:screen.unit.times'),
    } as FormField,
    ...(passive ? [] : [number('retrySeconds', 'retrySeconds', 1, 86_400)]),
  ]
}

/** Whether it tells anybody, and by which hours it is judged. */
export function useAlertFields(): FormField[] {
  const { t } = useTranslation(['check', 'probe'])
  const calendars = useCall(listCalendars, {}, { staleTime: 60_000 })
  return [
    {
      type: 'select',
      name: 'calendarId',
      label: t('screen.field.calendar'),
      hint: t('screen.hint.calendar'),
      placeholder: t('screen.facts.always'),
      half: true,
      head: t('screen.form.alerts'),
      options: (calendars.data?.items ?? []).map((one) => ({ value: one.id, label: one.name })),
    },
    { type: 'switch', name: 'alerts', label: t('screen.field.alerts'), half: true },
    {
      type: 'switch',
      name: 'alertWithin',
      label: t('screen.field.alertWithin'),
      half: true,
      when: (values) => values['alerts'] === true && Boolean(values['calendarId']),
    },
    {
      type: 'remote',
      name: 'runbookArticleId',
      label: t('screen.field.runbookArticle'),
      source: articleSource,
      half: true,
    },
    {
      type: 'text',
      name: 'runbookUrl',
      label: t('screen.field.runbookUrl'),
      placeholder: 'https://',
      max: 1000,
      half: true,
    },
    {
      type: 'custom',
      name: 'labels',
      label: t('screen.field.labels'),
      hint: t('screen.hint.labels'),
      render: (bound) => (
        <Select
          {...(bound.id ? { id: bound.id } : {})}
          mode="tags"
          open={false}
          suffixIcon={null}
          tokenSeparators={[',', '，', ' ']}
          placeholder="env=prod"
          value={(bound.value as string[] | undefined) ?? []}
          onChange={(value) => bound.onChange?.(value)}
          style={{ width: '100%' }}
        />
      ),
    },
  ]
}

/** Whose it is and what it stands on. */
export function useBelongingFields(known: Known | null, kind: string): FormField[] {
  const { t } = useTranslation('check')
  const probes = useProbeOptions()
  const remote = (
    name: 'orgId' | 'serviceId' | 'ciId' | 'groupId',
    word: 'org' | 'service' | 'ci' | 'group',
    source: typeof orgSource,
    more: Partial<FormField> = {},
  ): FormField =>
    ({
      type: 'remote',
      name,
      label: t(`screen.field.${word}`),
      source,
      half: true,
      ...(known?.[word] ? { valueLabel: known[word].name } : {}),
      ...more,
    }) as FormField
  const many = (name: string, word: string, source: typeof ciSource, had: { id: string; name: string }[]) =>
    ({
      type: 'custom',
      name,
      label: t(`screen.field.${word}`),
      half: true,
      render: (bound) => <RemoteMany {...bound} source={source} known={had} />,
    }) satisfies FormField
  return [
    remote('orgId', 'org', orgSource, { required: true, head: t('screen.form.belonging') }),
    remote('serviceId', 'service', serviceSource),
    remote('ciId', 'ci', ciSource),
    remote('groupId', 'group', groupSource),
    ...(isPassive(kind) || probes.length === 0
      ? []
      : [
          {
            type: 'select' as const,
            name: 'probeId',
            label: t('screen.field.probe'),
            placeholder: t('screen.facts.here'),
            options: probes,
            half: true,
          },
        ]),
    many(
      'dependsChecks',
      'dependsChecks',
      checkSource,
      (known?.dependsOn ?? []).flatMap((one) => one.check ?? []),
    ),
    many(
      'dependsCis',
      'dependsCis',
      ciSource,
      (known?.dependsOn ?? []).flatMap((one) => one.ci ?? []),
    ),
  ]
}

const labelForm = /^([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.+)$/

/** `env=prod` lines as labels; what is no label stays under its own name, so that the server says what is wrong. */
export function labelsOf(lines: unknown): Record<string, string> {
  return Object.fromEntries(
    ((lines as string[] | undefined) ?? []).map((line) => {
      const [, name, value] = labelForm.exec(line.trim()) ?? []
      return name === undefined || value === undefined ? [line.trim(), '-'] : [name, value.trim()]
    }),
  )
}

export const linesOf = (labels: Readonly<Record<string, string>>): string[] =>
  Object.entries(labels).map(([name, value]) => `${name}=${value}`)

/** Values of the form as the API takes them, but for the spec. */
export function commonBody(values: FormValues) {
  const checks = ((values['dependsChecks'] as string[] | undefined) ?? []).map((checkId) => ({ checkId }))
  const cis = ((values['dependsCis'] as string[] | undefined) ?? []).map((ciId) => ({ ciId }))
  const id = (key: string) => (values[key] as string | undefined) ?? null
  const number = (key: string) => {
    const value = values[key]
    return typeof value === 'number' ? { [key]: value } : {}
  }
  return {
    ...number('intervalSeconds'),
    ...number('retries'),
    ...number('retrySeconds'),
    ...number('graceSeconds'),
    ...(typeof values['timeoutSeconds'] === 'number'
      ? { timeoutMs: Math.round(values['timeoutSeconds'] * 1000) }
      : {}),
    thresholds: thresholdsOf(values['thresholds']),
    dependsOn: [...checks, ...cis],
    calendarId: id('calendarId'),
    alerts: values['alerts'] === true,
    alertWithin: values['alertWithin'] === true,
    labels: labelsOf(values['labels']),
    serviceId: id('serviceId'),
    ciId: id('ciId'),
    groupId: id('groupId'),
    probeId: id('probeId'),
    runbookArticleId: id('runbookArticleId'),
    runbookUrl: (values['runbookUrl'] as string | undefined) ?? '',
  }
}

/** Rows without a bound are none. */
export function thresholdsOf(rows: unknown): { figure: string; warn?: string; crit?: string }[] {
  return ((rows as Record<string, string>[] | undefined) ?? []).flatMap((row) => {
    const said = Object.entries(row).filter(([, value]) => String(value ?? '').trim() !== '')
    const { figure, ...bounds } = Object.fromEntries(said)
    return figure && Object.keys(bounds).length > 0 ? [{ figure, ...bounds }] : []
  })
}
