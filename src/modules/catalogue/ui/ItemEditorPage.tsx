import { Alert, Button, Checkbox, InputNumber, Select } from 'antd'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { Problem } from '#web/api.ts'
import { useCall, useExplain, useMove } from '#web/hooks.ts'
import { AnswerFields } from '#web/kit/AnswerFields.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { getItem, listItems, updateItem } from '../contract.ts'
import { defaultAnswers } from '../evaluate-contract.ts'
import type { Answers, FormDefinition } from '../form-contract.ts'
import { inWords } from '../format-contract.ts'
import { ItemDefinition } from '../item-contract.ts'
import { ApprovalEditor } from './edit/ApprovalEditor.tsx'
import { Basics } from './edit/Basics.tsx'
import { FieldList } from './edit/FieldList.tsx'
import { Troubles } from './edit/parts.tsx'
import { TaskEditor } from './edit/TaskEditor.tsx'
import './catalogue.css'

type Item = CallOutput<typeof getItem>

/** An item of the catalogue, changed as a whole: what is saved is its next version. */
export function ItemEditorPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const record = useCall(getItem, { id }, { staleTime: 60_000 })
  if (record.error && !record.data)
    return <ErrorState error={record.error} retry={() => void record.refetch()} />
  if (!record.data) return <PageSkeleton />
  return <Editor key={id} item={record.data} />
}

const known = ['duplicate', 'foreign', 'missing', 'bounds', 'later', 'gap', 'attachment', 'field']

/** What the server would refuse, by path; its own words where zod has better ones. */
function useTroubles(draft: ItemDefinition, refused: Problem | null): Map<string, string> {
  const { t } = useTranslation('catalogue')
  const found = new Map<string, string>()
  for (const { path, message } of ItemDefinition.safeParse(draft).error?.issues ?? [])
    found.set(path.join('.'), t(`ui.edit.wrong.${known.includes(message) ? message : 'other'}`))
  for (const { field, message } of refused?.errors ?? [])
    found.set(field.replace(/^definition\./, ''), message)
  return found
}

function Editor({ item }: { item: Item }) {
  const { t, i18n } = useTranslation('catalogue')
  const explain = useExplain()
  const [draft, setDraft] = useState<ItemDefinition>(item.definition)
  const [place, setPlace] = useState({
    categoryId: item.categoryId,
    position: item.position,
    popular: item.popular,
    active: item.active,
  })
  // what was opened, not what somebody else has saved meanwhile: that is refused, and nothing typed here is lost
  const [version, setVersion] = useState(item.version)
  const save = useMove(updateItem, {
    done: t('ui.admin.kept'),
    onDone: (saved) => setVersion(saved.version),
    onProblem: () => true,
  })
  const refused = save.error instanceof Problem ? save.error : null
  const troubles = useTroubles(draft, refused)
  const change = (patch: Partial<ItemDefinition>) => setDraft((now) => ({ ...now, ...patch }))
  return (
    <Troubles value={troubles}>
      <RecordPage
        title={inWords(i18n.language, draft.name, draft.nameEn)}
        breadcrumb={[{ label: t('ui.edit.back'), to: '/catalogue-items' }, { label: item.code }]}
        actions={
          <Button
            type="primary"
            loading={save.isPending}
            disabled={troubles.size > 0 && !refused}
            onClick={() => save.mutate({ id: item.id, version, ...place, definition: draft })}
          >
            {t('ui.edit.save')}
          </Button>
        }
        story={
          <>
            {save.error ? <Alert type="error" showIcon role="alert" title={explain(save.error)} /> : null}
            {troubles.size > 0 ? (
              <Alert type="warning" showIcon title={t('ui.edit.trouble', { n: troubles.size })} />
            ) : null}
            <Panel title={t('ui.edit.basics')}>
              <Basics item={draft} onChange={change} />
            </Panel>
            <Panel title={t('ui.edit.form')}>
              <FieldList
                fields={draft.form}
                path="form"
                addLabel={t('ui.edit.addField')}
                onChange={(form) => change({ form })}
              />
            </Panel>
            <Panel title={t('ui.edit.approval')}>
              <ApprovalEditor item={draft} onChange={change} />
            </Panel>
            <Panel title={t('ui.edit.tasks')}>
              <TaskEditor tasks={draft.tasks} onChange={(tasks) => change({ tasks })} />
            </Panel>
          </>
        }
        facts={
          <>
            <PlacePanel place={place} onChange={setPlace} />
            <Preview form={draft.form} />
            <Versions item={item} />
          </>
        }
      />
    </Troubles>
  )
}

type Place = Pick<Item, 'categoryId' | 'position' | 'popular' | 'active'>

function PlacePanel({ place, onChange }: { place: Place; onChange: (place: Place) => void }) {
  const { t, i18n } = useTranslation('catalogue')
  const all = useCall(listItems, {})
  return (
    <Panel title={t('ui.admin.category')}>
      <div className="zy-cat-list">
        <Select
          aria-label={t('ui.admin.category')}
          value={place.categoryId}
          options={(all.data?.categories ?? []).map((one) => ({
            value: one.id,
            label: inWords(i18n.language, one.name, one.nameEn),
          }))}
          onChange={(categoryId) => onChange({ ...place, categoryId })}
        />
        <label className="zy-cat-field">
          <span>{t('ui.admin.position')}</span>
          <InputNumber
            min={0}
            max={100_000}
            value={place.position}
            onChange={(position) => onChange({ ...place, position: position ?? 0 })}
          />
        </label>
        <Checkbox
          checked={place.popular}
          onChange={(event) => onChange({ ...place, popular: event.target.checked })}
        >
          {t('ui.admin.popular')}
        </Checkbox>
        <Checkbox
          checked={place.active}
          onChange={(event) => onChange({ ...place, active: event.target.checked })}
        >
          {t('ui.admin.active')}
        </Checkbox>
      </div>
    </Panel>
  )
}

/** The form as requesters see it, by the same function. */
function Preview({ form }: { form: FormDefinition }) {
  const { t } = useTranslation('catalogue')
  const [answers, setAnswers] = useState<Answers>(() => defaultAnswers(form))
  return (
    <Panel title={t('ui.edit.preview')}>
      <p className="zy-cat-hint">{t('ui.edit.previewHint')}</p>
      <AnswerFields form={form} answers={answers} onChange={setAnswers} />
    </Panel>
  )
}

function Versions({ item }: { item: Item }) {
  const { t } = useTranslation('catalogue')
  return (
    <Panel title={t('ui.edit.versions')}>
      <ul className="zy-cat-versions">
        {item.versions.map((one) => (
          <li key={one.no}>
            {t('ui.edit.versionOf', { no: one.no, who: one.author ?? t('ui.edit.shipped') })}{' '}
            <TimeText at={one.recordedAt} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
