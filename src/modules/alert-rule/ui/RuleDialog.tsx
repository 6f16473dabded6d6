import { Button, Modal } from 'antd'
import { ExperimentOutlined } from '@ant-design/icons'
import { useRef } from 'react'
import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'
import { previewRule } from '#modules/alert/console-contract.ts'
import { listCis } from '#modules/ci/contract.ts'
import { levels } from '#modules/incident/words.ts'
import { call } from '#web/api.ts'
import { useExplain, useMove } from '#web/hooks.ts'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { groupSource, serviceSource } from '#web/kit/sources.ts'
import { createRule, updateRule, type RuleRecord } from '../contract.ts'
import { answerHours, outcomes, type Kind } from '../words.ts'
import { MatcherEditor } from './MatcherEditor.tsx'
import { Preview } from './Preview.tsx'
import { draftOf, fieldOf, valuesOf } from './rule-form.ts'

const ciSource: RemoteSource = {
  name: 'alert-rule.ci',
  search: async (q, signal) =>
    (await call(listCis, q ? { q, limit: 20 } : { limit: 20 }, { signal })).items.map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.code,
    })),
}

/** A rule in a form; what it would have done with the last 7 days is shown before it is saved. */
export function RuleDialog({
  kind,
  rule,
  onClose,
}: {
  kind: Kind
  rule: RuleRecord | null
  onClose: () => void
}) {
  const { t } = useTranslation('alert-rule')
  const explain = useExplain()
  const initial = valuesOf(kind, rule)
  const values = useRef<FormValues>(initial)
  const done = { done: t('screen.rules.saved'), onDone: onClose, onProblem: () => true }
  const create = useMove(createRule, done)
  const update = useMove(updateRule, done)
  const preview = useMove(previewRule, { invalidates: [], onProblem: () => true })
  const save = async (now: FormValues) => {
    const draft = draftOf(kind, now)
    if (rule) await update.mutateAsync({ id: rule.id, version: rule.version, ...draft })
    else await create.mutateAsync(draft)
  }
  const attempt = () => {
    const draft = draftOf(kind, values.current)
    const name = draft.name || t(`screen.kind.${kind}`)
    preview.mutate({ draft: { ...draft, name }, ...(rule ? { id: rule.id } : {}) })
  }
  return (
    <Modal
      open
      title={`${rule ? t('screen.rules.edit') : t('screen.rules.add')} · ${t(`screen.kind.${kind}`)}`}
      onCancel={onClose}
      footer={null}
      width={720}
      destroyOnHidden
    >
      <RecordForm
        fields={fieldsOf(kind, rule, t)}
        initial={initial}
        fieldOf={fieldOf}
        onValues={(now) => {
          values.current = now
        }}
        onSubmit={save}
        onCancel={onClose}
      >
        <Button icon={<ExperimentOutlined />} loading={preview.isPending} onClick={attempt}>
          {preview.isPending ? t('screen.rules.previewing') : t('screen.rules.preview')}
        </Button>
        {preview.error ? <p role="alert">{explain(preview.error)}</p> : null}
        {preview.data ? <Preview result={preview.data} /> : null}
      </RecordForm>
    </Modal>
  )
}

function fieldsOf(kind: Kind, rule: RuleRecord | null, t: TFunction<'alert-rule'>): FormField[] {
  const matchers = (name: string, label: string, hint?: string): FormField => ({
    type: 'custom',
    name,
    label,
    ...(hint ? { hint } : {}),
    render: (bound) => <MatcherEditor {...bound} label={label} />,
  })
  const named = (id: string | undefined) => (id && rule?.names[id] ? { valueLabel: rule.names[id] } : {})
  const body = rule?.body
  const refs =
    body?.kind === 'enrich' ? body : body?.kind === 'decide' && body.then.do === 'open' ? body.then : null
  const opens = (values: FormValues) => kind === 'enrich' || values['do'] === 'open'
  const service: FormField = {
    type: 'remote',
    name: 'serviceId',
    label: t('screen.field.service'),
    source: serviceSource,
    half: true,
    when: opens,
    ...named(refs?.serviceId),
  }
  const group: FormField = {
    type: 'remote',
    name: 'groupId',
    label: t('screen.field.group'),
    source: groupSource,
    half: true,
    when: opens,
    ...named(refs?.groupId),
  }
  const common: FormField[] = [
    { type: 'text', name: 'name', label: t('screen.field.name'), required: true, max: 100 },
    ...(kind === 'inhibit' ? [matchers('source', t('screen.field.source'), t('screen.matcher.hint'))] : []),
    kind === 'inhibit'
      ? matchers('match', t('screen.field.target'))
      : matchers('match', t('screen.field.match'), t('screen.matcher.hint')),
  ]
  const enabled: FormField = { type: 'switch', name: 'enabled', label: t('screen.field.enabled') }
  const minutes: FormField = {
    type: 'number',
    name: 'minutes',
    label: t('screen.field.minutes'),
    min: 1,
    max: kind === 'recover' ? 10_080 : 1440,
    required: true,
    half: true,
  }
  switch (kind) {
    case 'enrich':
      return [
        ...common,
        ...enrichFields(t, body?.kind === 'enrich' ? named(body.ciId) : {}),
        service,
        group,
        enabled,
      ]
    case 'inhibit':
      return [
        ...common,
        {
          type: 'text',
          name: 'equal',
          label: t('screen.field.equal'),
          max: 1000,
          placeholder: 'cluster, host',
        },
        {
          type: 'switch',
          name: 'topology',
          label: t('screen.field.topology'),
          hint: t('screen.field.topologyHint'),
        },
        enabled,
      ]
    case 'recover':
      return [...common, minutes, enabled]
    case 'decide': {
      const level = levels.map((value) => ({
        value,
        label: t(`incident:level.${value}`, { defaultValue: value }),
      }))
      const grade = (name: 'impact' | 'urgency'): FormField => ({
        type: 'select',
        name,
        label: t(`screen.field.${name}`),
        options: level,
        half: true,
        when: opens,
      })
      const what: FormField = {
        type: 'radio',
        name: 'do',
        label: t('screen.field.then'),
        options: outcomes.map((value) => ({ value, label: t(`screen.then.${value}`) })),
      }
      const waits = { ...minutes, when: (values: FormValues) => values['do'] === 'delay' }
      const grades = [grade('impact'), grade('urgency')]
      return [...common, what, waits, ...patienceFields(t), ...grades, service, group, enabled]
    }
  }
}

/** Only when nobody acknowledges it in time. */
const patienceFields = (t: TFunction<'alert-rule'>): FormField[] => [
  {
    type: 'number',
    name: 'unansweredMinutes',
    label: t('screen.field.unanswered'),
    hint: t('screen.field.unansweredHint'),
    min: 1,
    max: 1440,
    half: true,
    when: (values) => values['do'] === 'open',
  },
  {
    type: 'radio',
    name: 'hours',
    label: t('screen.field.hours'),
    options: answerHours.map((value) => ({ value, label: t(`screen.hours.${value}`) })),
    half: true,
    when: (values) => values['do'] === 'open' && Boolean(values['unansweredMinutes']),
  },
]

function enrichFields(t: TFunction<'alert-rule'>, ci: { valueLabel?: string }): FormField[] {
  return [
    {
      type: 'longtext',
      name: 'labels',
      label: t('screen.field.labels'),
      rows: 2,
      max: 5000,
      placeholder: 'env=prod',
    },
    {
      type: 'select',
      name: 'severity',
      label: t('screen.field.severity'),
      options: (['critical', 'warning', 'info', 'none'] as const).map((value) => ({
        value,
        label: t(`alert:severity.${value}`),
      })),
      half: true,
    },
    { type: 'remote', name: 'ciId', label: t('screen.field.ci'), source: ciSource, half: true, ...ci },
  ]
}
