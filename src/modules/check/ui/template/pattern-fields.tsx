import { useTranslation } from 'react-i18next'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { groupSource } from '#web/kit/sources.ts'
import type { TemplateView } from '../../template-contract.ts'
import { commonVariables } from '../../variables-contract.ts'
import type { ActiveKind } from '../../words.ts'
import { rhythmFields, thresholdField, useAlertFields } from '../form/fields.tsx'
import { useSpecFields } from '../form/spec-fields.tsx'
import { useProbeOptions } from '../parts.tsx'

type Known = Pick<TemplateView, 'secretsKept' | 'group' | 'runbookArticle'>

/** Inputs for what the checks of a template say; in texts variables can be used. */
export function usePatternFields(
  kind: ActiveKind,
  options: {
    known: Known | null
    onMore: (() => void) | null
    values: FormValues
    variables: readonly string[]
  },
): FormField[] {
  const { t } = useTranslation(['check', 'probe'])
  const { known, onMore, values, variables } = options
  const spec = useSpecFields(kind, { template: true, kept: known?.secretsKept ?? [], onMore })
  const alerts = useAlertFields()
  const probes = useProbeOptions()
  const names = [...commonVariables, ...variables.filter((one) => !commonVariables.includes(one as never))]
  const hint = t('screen.variables', {
    names: names.map((one) => `{{${one}}}`).join(' '),
    example: '{{port|443}}',
  })
  const group = {
    type: 'remote',
    name: 'groupId',
    label: t('screen.field.group'),
    placeholder: t('screen.template.ofCi'),
    source: groupSource,
    half: true,
    ...(known?.group ? { valueLabel: known.group.name } : {}),
  } satisfies FormField
  return [
    {
      type: 'text',
      name: 'name',
      label: t('screen.template.pattern'),
      hint,
      required: true,
      max: 200,
      head: t('screen.template.what'),
    } satisfies FormField,
    ...spec.main,
    ...spec.more,
    thresholdField(t, kind),
    ...rhythmFields(t, kind),
    group,
    {
      type: 'switch',
      name: 'withService',
      label: t('screen.template.withService'),
      half: true,
    } satisfies FormField,
    ...(probes.length > 0
      ? [
          {
            type: 'select',
            name: 'probeId',
            label: t('screen.field.probe'),
            placeholder: t('screen.facts.here'),
            options: probes,
            half: true,
          } satisfies FormField,
        ]
      : []),
    ...alerts.map((one) =>
      one.name === 'runbookArticleId' && known?.runbookArticle
        ? ({ ...one, valueLabel: known.runbookArticle.name } as FormField)
        : one,
    ),
  ].filter((one: FormField) => one.when?.(values) ?? true)
}

/** Where a problem of the server belongs in the form. */
export function fieldOfPattern(path: string): string {
  const own = path.replace(/^pattern\./, '')
  if (own === path && path === 'name') return 'templateName'
  return own === 'timeoutMs' ? 'timeoutSeconds' : own
}
