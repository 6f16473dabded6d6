import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'
import { createTemplate, editTemplate, getTemplate, type TemplateView } from '../../template-contract.ts'
import { activeKinds, type ActiveKind, type CheckKind } from '../../words.ts'
import { useClassOptions, useVariables } from '../classes.ts'
import { KindPicker } from '../form/KindPicker.tsx'
import { useKindName } from '../parts.tsx'
import { fieldOfPattern, usePatternFields } from './pattern-fields.tsx'
import { freshPattern, patternOf, valuesOfPattern } from './pattern.ts'

const isActive = (kind: string | undefined): kind is ActiveKind =>
  (activeKinds as readonly (string | undefined)[]).includes(kind)

/** A new template: first the kind of its checks, then what they say. */
export function NewTemplatePage() {
  const { t } = useTranslation('check')
  const kindName = useKindName()
  const [url, setUrl] = useUrlState()
  const kind = url['kind']
  if (!isActive(kind))
    return (
      <div className="zy-page">
        <PageHeader
          title={t('page.newTemplate')}
          sub={t('screen.form.choose')}
          breadcrumb={[{ label: t('page.templates'), to: '/check-templates' }]}
        />
        <KindPicker
          kinds={activeKinds as readonly CheckKind[]}
          onChoose={(next) => setUrl({ kind: next }, { push: true })}
        />
      </div>
    )
  const initial = { ...freshPattern(kind, kindName(kind)), active: true }
  return <TemplateForm key={kind} kind={kind} template={null} initial={initial} />
}

export function EditTemplatePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useCall(getTemplate, { id })
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} />
  if (!found.data) return <PageSkeleton />
  const { name, description, org, classIds, active, kind, pattern } = found.data
  const initial = {
    ...valuesOfPattern(kind, pattern),
    ...{ templateName: name, description, classIds, active, orgId: org.id },
  }
  return <TemplateForm key={id} kind={kind} template={found.data} initial={initial} />
}

function TemplateForm(props: { kind: ActiveKind; template: TemplateView | null; initial: FormValues }) {
  const { t } = useTranslation('check')
  const navigate = useNavigate()
  const kindName = useKindName()
  const { kind } = props
  // what comes in while the form is open must not take what has been typed
  const [template] = useState(props.template)
  const [initial] = useState(props.initial)
  const [values, setValues] = useState<FormValues>(initial)
  const [all, setAll] = useState(false)
  const variables = useVariables((values['classIds'] as string[] | undefined) ?? [])
  const pattern = usePatternFields(kind, {
    known: template,
    onMore: all ? null : () => setAll(true),
    values,
    variables,
  })
  const fields = [...useOwnFields(template), ...pattern]
  const open = (id: string) => void navigate({ to: '/check-templates/$id' as never, params: { id } as never })
  const options = { done: t('screen.done.saved'), onProblem: () => true as const }
  const create = useMove(createTemplate, { ...options, onDone: ({ id }) => open(id) })
  const edit = useMove(editTemplate, { ...options, onDone: ({ id }) => open(id) })
  const submit = (given: FormValues) => {
    const body = {
      kind,
      name: given['templateName'],
      description: given['description'] ?? '',
      orgId: given['orgId'],
      classIds: given['classIds'] ?? [],
      active: given['active'] === true,
      pattern: patternOf(kind, given, initial, fields),
      ...(given['secrets'] ? { secrets: given['secrets'] } : {}),
    } as CallInput<typeof createTemplate>
    return template
      ? edit.mutateAsync({ ...body, id: template.id, version: template.version })
      : create.mutateAsync(body)
  }
  return (
    <div className="zy-page zy-page-narrow">
      <PageHeader
        title={
          template
            ? t('screen.form.edit', { name: template.name })
            : t('screen.template.new', { kind: kindName(kind) })
        }
        breadcrumb={[{ label: t('page.templates'), to: '/check-templates' }]}
      />
      <Panel>
        <RecordForm
          fields={fields}
          initial={initial}
          onValues={setValues}
          fieldOf={fieldOfPattern}
          onSubmit={submit}
          onCancel={() => (template ? open(template.id) : void navigate({ to: '/check-templates' as never }))}
        />
      </Panel>
    </div>
  )
}

function useOwnFields(template: TemplateView | null): FormField[] {
  const { t } = useTranslation('check')
  const classes = useClassOptions()
  return [
    {
      type: 'text',
      name: 'templateName',
      label: t('screen.template.name'),
      required: true,
      max: 100,
      half: true,
      autoFocus: true,
    },
    {
      type: 'remote',
      name: 'orgId',
      label: t('screen.template.org'),
      required: true,
      half: true,
      source: orgSource,
      ...(template ? { valueLabel: template.org.name } : {}),
    },
    {
      type: 'select',
      name: 'classIds',
      label: t('screen.field.class'),
      hint: t('screen.template.classHint'),
      required: true,
      multiple: true,
      options: classes,
    },
    { type: 'longtext', name: 'description', label: t('screen.template.description'), max: 1000, rows: 2 },
    {
      type: 'switch',
      name: 'active',
      label: t('screen.template.active'),
      hint: t('screen.template.activeHint'),
    },
  ]
}
