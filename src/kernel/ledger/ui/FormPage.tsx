import { useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { Problem } from '#web/api.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormPage } from '#web/kit/FormPage.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { RecordForm, type FormField, type FormValues } from '#web/kit/RecordForm.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { useMe } from '#web/session.tsx'
import type { Field } from '../field-contract.ts'
import { formFields } from './form-fields.tsx'
import { Overtaken, type Met } from './Overtaken.tsx'
import type { AnyRecord, LedgerUi } from './types.ts'
import { changedValues, fieldGroups, initialValues, keyOfProblem } from './values.ts'
import { useLedgerWords, type LedgerWords } from './words.ts'
import './ledger.css'

function orgField(words: LedgerWords, label: string): FormField {
  return {
    name: 'orgId',
    label: words.column('org'),
    type: 'remote',
    source: orgSource,
    required: true,
    half: true,
    valueLabel: label,
  }
}

/** A new record. */
export function LedgerNewPage({ ui }: { ui: LedgerUi }) {
  const { def } = ui.endpoints
  const words = useLedgerWords(def)
  const me = useMe()?.person
  const navigate = useNavigate()
  const create = useMove(ui.endpoints.create, {
    done: words.t('ledger:created', { one: words.one }),
    onProblem: () => true,
    onDone: (made) => void navigate({ to: `${def.path}/${(made as unknown as AnyRecord).id}` }),
  })
  const groups = fieldGroups(def, (_, field) => !field.computed)
  const keys = groups.flatMap((group) => group.keys)
  return (
    <FormPage
      title={words.t('ledger:new', { one: words.one })}
      breadcrumb={[{ label: words.title, to: def.path }, { label: words.t('ledger:newShort') }]}
    >
      <RecordForm
        fields={[orgField(words, me?.orgName ?? ''), ...withHeads(groups, { ui, words })]}
        initial={{ orgId: me?.orgId }}
        fieldOf={keyOfProblem}
        onSubmit={({ orgId, ...values }) =>
          create.mutateAsync({ orgId, values: pick(values, keys) } as never)
        }
        onCancel={() => void navigate({ to: def.path })}
      />
    </FormPage>
  )
}

/** Changes a record: only the groups the person may write. */
export function LedgerEditPage({ ui }: { ui: LedgerUi }) {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(ui.endpoints.get, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  const again = async () => (await refetch()).data as unknown as AnyRecord | undefined
  return <Edit key={id} ui={ui} record={data as unknown as AnyRecord} again={again} />
}

function Edit({
  ui,
  record,
  again,
}: {
  ui: LedgerUi
  record: AnyRecord
  again: () => Promise<AnyRecord | undefined>
}) {
  const { def } = ui.endpoints
  const words = useLedgerWords(def)
  const navigate = useNavigate()
  // what the person began with stays the base of his changes, whatever arrives meanwhile
  const [base] = useState(record)
  // somebody else was faster: nothing is lost, and saving again writes only what this person has changed
  const [met, setMet] = useState<Met | null>(null)
  const back = () => void navigate({ to: `${def.path}/${record.id}` })
  const mayWrite = (field: Field): boolean => {
    const name = field.group ?? Object.keys(def.groups ?? {})[0]
    return name === undefined || base.groups.find((group) => group.name === name)?.edit === true
  }
  const groups = fieldGroups(def, (_, field) => !field.computed && !field.fixed && mayWrite(field))
  const keys = groups.flatMap((group) => group.keys)
  const before = initialValues(def, base, keys)
  const save = useMove(ui.endpoints.update, { done: words.t('ledger:saved'), onProblem: () => true })
  const title = String((base.values[def.titleField] as string | null) ?? base.number ?? '')
  return (
    <FormPage
      title={`${words.t('web:action.edit')} ${title}`}
      breadcrumb={[
        { label: words.title, to: def.path },
        { label: base.number ?? title, to: `${def.path}/${base.id}` },
        { label: words.t('web:action.edit') },
      ]}
    >
      {met ? <Overtaken def={def} base={base} met={met} words={words} /> : null}
      <RecordForm
        fields={withHeads(groups, { ui, words, known: base.values })}
        initial={before}
        fieldOf={keyOfProblem}
        onSubmit={async (values) => {
          const changed = changedValues(keys, before, values)
          const { version } = met?.now ?? base
          try {
            if (Object.keys(changed).length > 0)
              await save.mutateAsync({ id: base.id, version, values: changed } as never)
          } catch (error) {
            const now = error instanceof Problem && error.status === 412 ? await again() : undefined
            if (!now || now.version === version) throw error
            setMet({ now, mine: Object.keys(changed) })
            window.scrollTo({ top: 0 })
            return
          }
          back()
        }}
        onCancel={back}
      />
    </FormPage>
  )
}

/** Inputs group by group, each under its head. */
function withHeads(
  groups: { name: string | null; keys: string[] }[],
  given: Parameters<typeof formFields>[1],
): FormField[] {
  return groups.flatMap(({ name, keys }) => {
    const fields = formFields(keys, given)
    const [first, ...rest] = fields
    return first && name !== null ? [{ ...first, head: given.words.group(name) }, ...rest] : fields
  })
}

function pick(values: FormValues, keys: readonly string[]): FormValues {
  return Object.fromEntries(keys.flatMap((key) => (values[key] === undefined ? [] : [[key, values[key]]])))
}
