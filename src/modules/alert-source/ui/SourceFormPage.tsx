import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm, type FormValues } from '#web/kit/RecordForm.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { createSource, editSource, getSource, type SourceView } from '../contract.ts'
import { kinds, type Kind } from '../words.ts'
import { bodyOf, initialOf, specOf } from './form-values.ts'
import { keepToken } from './fresh-token.ts'
import { PreviewPane } from './PreviewPane.tsx'
import { useFields } from './use-fields.tsx'
import './alert-source.css'

/** Adds a source of the kind in the address, or changes one; what its settings make of a message shows beside them. */
export function SourceFormPage() {
  const { id, kind } = useParams({ strict: false }) as { id?: string; kind?: string }
  const found = useCall(getSource, { id: id ?? '' }, { enabled: id !== undefined, staleTime: Infinity })
  if (id === undefined) return <SourceForm kind={kinds.find((one) => one === kind) ?? 'json'} />
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} />
  if (!found.data) return <PageSkeleton />
  return <SourceForm key={found.data.version} kind={found.data.kind} source={found.data} />
}

function SourceForm({ kind, source }: { kind: Kind; source?: SourceView }) {
  const { t } = useTranslation('alert-source')
  const navigate = useNavigate()
  const [initial] = useState<FormValues>(() => initialOf(kind, source))
  const [values, setValues] = useState<FormValues>(initial)
  const open = (id: string) => void navigate({ to: '/alert-sources/$id' as never, params: { id } as never })
  const quiet = { done: t('screen.done.saved'), onProblem: () => true as const }
  const create = useMove(createSource, {
    ...quiet,
    onDone: (made) => {
      keepToken(made.id, made.token)
      open(made.id)
    },
  })
  const edit = useMove(editSource, { ...quiet, onDone: (made) => open(made.id) })
  const submit = (given: FormValues) => {
    const body = bodyOf(kind, given)
    return source
      ? edit.mutateAsync({ ...body, id: source.id, version: source.version } as CallInput<typeof editSource>)
      : create.mutateAsync({ ...body, name: given['name'] } as CallInput<typeof createSource>)
  }
  return (
    <div className="zy-page">
      <PageHeader
        title={source ? source.name : t('page.new')}
        sub={`${t(`screen.kind.${kind}`)} · ${t(`screen.kindHint.${kind}`)}`}
        breadcrumb={[{ label: t('page.list'), to: '/alert-sources' }]}
      />
      <div className="source-form">
        <section className="zy-panel zy-pad">
          <RecordForm
            fields={useFields(kind, source)}
            initial={initial}
            onValues={setValues}
            fieldOf={(path) => path.replace(/^spec\./, '')}
            onSubmit={submit}
            onCancel={() => (source ? open(source.id) : void navigate({ to: '/alert-sources' as never }))}
          />
        </section>
        <PreviewPane spec={specOf(kind, values)} sourceId={source?.id ?? null} />
      </div>
    </div>
  )
}
