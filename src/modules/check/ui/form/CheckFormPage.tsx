import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Kind } from '#modules/probe/kind-contract.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'
import { createCheck, editCheck, getCheck, type CheckView } from '../../contract.ts'
import { checkKinds, isPassive, type CheckKind } from '../../words.ts'
import { useKindName } from '../parts.tsx'
import type { Body } from './body.ts'
import { commonBody, rhythmFields, thresholdField, useAlertFields, useBelongingFields } from './fields.tsx'
import { useGiven } from './given.ts'
import { initialOf } from './initial.ts'
import { KindPicker } from './KindPicker.tsx'
import { mergeSpec, specOf, useSpecFields } from './spec-fields.tsx'
import { TryPanel } from './TryPanel.tsx'

/** A new check: first what kind of thing is asked, then the form that the kind makes. */
export function NewCheckPage() {
  const { t } = useTranslation('check')
  const [url, setUrl] = useUrlState()
  const kindName = useKindName()
  const kind = checkKinds.find((one) => one === url['kind'])
  const initial = useGiven(kind, kind ? kindName(kind) : '')
  const crumbs = [{ label: t('page.list'), to: '/checks' }]
  if (!kind)
    return (
      <div className="zy-page">
        <PageHeader title={t('page.new')} sub={t('screen.form.choose')} breadcrumb={crumbs} />
        <KindPicker onChoose={(next) => setUrl({ kind: next }, { push: true })} />
      </div>
    )
  if (!initial) return <PageSkeleton />
  return <CheckForm key={kind} kind={kind} check={null} initial={initial} />
}

/** The same form for a check that is there. */
export function EditCheckPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const found = useCall(getCheck, { id })
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} />
  if (!found.data) return <PageSkeleton />
  return <CheckForm key={id} kind={found.data.kind} check={found.data} initial={initialOf(found.data)} />
}

function CheckForm(props: { kind: CheckKind; check: CheckView | null; initial: FormValues }) {
  const { t } = useTranslation(['check', 'probe'])
  const { kind } = props
  const kindName = useKindName()
  const navigate = useNavigate()
  // while the form is open, a result that comes in must not take what has been typed
  const [check] = useState(props.check)
  const [initial] = useState(props.initial)
  const [values, setValues] = useState<FormValues>(initial)
  const [all, setAll] = useState(false)
  const fields = useFields(kind, check, values, all ? null : () => setAll(true))
  const open = (id: string) => void navigate({ to: '/checks/$id' as never, params: { id } as never })
  const options = { done: t('screen.done.saved'), onProblem: () => true as const }
  const create = useMove(createCheck, { ...options, onDone: ({ id }) => open(id) })
  const edit = useMove(editCheck, { ...options, onDone: ({ id }) => open(id) })
  const bodyOfForm = (given: FormValues): Body => ({
    ...commonBody(given),
    kind,
    name: given['name'] as string,
    orgId: given['orgId'] as string,
    enabled: given['enabled'] === true,
    spec: isPassive(kind) ? {} : mergeSpec(kind as Kind, specOf(initial), specOf(given), fields),
    ...(given['secrets'] ? { secrets: given['secrets'] as Record<string, string> } : {}),
  })
  const submit = (given: FormValues) => {
    const body = bodyOfForm(given)
    return check
      ? edit.mutateAsync({ ...body, id: check.id, version: check.version })
      : create.mutateAsync(body)
  }
  return (
    <div className="zy-page zy-page-narrow">
      <PageHeader
        title={
          check ? t('screen.form.edit', { name: check.name }) : t('screen.form.new', { kind: kindName(kind) })
        }
        breadcrumb={[
          { label: t('page.list'), to: '/checks' },
          ...(check ? [{ label: check.name, to: `/checks/${check.id}` }] : []),
        ]}
      />
      <Panel>
        <RecordForm
          fields={fields}
          initial={initial}
          onValues={setValues}
          fieldOf={(path) => (path === 'timeoutMs' ? 'timeoutSeconds' : path)}
          onSubmit={submit}
          onCancel={() => (check ? open(check.id) : void navigate({ to: '/checks' }))}
        >
          {isPassive(kind) ? null : (
            <TryPanel body={() => bodyOfForm(values)} {...(check ? { id: check.id } : {})} />
          )}
        </RecordForm>
      </Panel>
    </div>
  )
}

/** @param onMore shows the settings that are rarely wanted; null: they are shown */
function useFields(
  kind: CheckKind,
  check: CheckView | null,
  values: FormValues,
  onMore: (() => void) | null,
): FormField[] {
  const { t } = useTranslation(['check', 'probe'])
  const passive = isPassive(kind)
  const spec = useSpecFields((passive ? 'ping' : kind) as Kind, { kept: check?.secretsKept ?? [], onMore })
  const alerts = useAlertFields()
  const belonging = useBelongingFields(check, kind)
  const shown = passive ? { main: [], more: [] } : spec
  // an input that is not asked now is not asked of the server either
  const asked = (one: FormField) => one.when?.(values) ?? true
  return [
    {
      type: 'text',
      name: 'name',
      label: t('screen.field.name'),
      required: true,
      max: 200,
      autoFocus: true,
    } satisfies FormField,
    ...shown.main,
    ...shown.more,
    ...(kind === 'heartbeat' ? [] : [thresholdField(t, kind)]),
    ...belonging,
    ...rhythmFields(t, kind),
    ...alerts.map((one) =>
      one.name === 'runbookArticleId' && check?.runbookArticle
        ? ({ ...one, valueLabel: check.runbookArticle.name } as FormField)
        : one,
    ),
    { type: 'switch', name: 'enabled', label: t('screen.field.enabled'), half: true } satisfies FormField,
  ].filter(asked)
}
