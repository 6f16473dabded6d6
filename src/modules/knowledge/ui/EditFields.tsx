import { Button, Input, InputNumber, Select } from 'antd'
import { DeleteOutlined } from '@ant-design/icons'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { lookupGroups } from '#kernel/org/contract.ts'
import { listCategories } from '#modules/ticket/contract.ts'
import { useCall } from '#web/hooks.ts'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { personSource, serviceSource } from '#web/kit/sources.ts'
import { Uploader } from '#web/kit/Uploader.tsx'
import { useCan } from '#web/session.tsx'
import { attachToArticle } from '../contract.ts'
import { audiences, classifications, type Audience, type Classification } from '../words.ts'
import type { Article } from './parts.tsx'

/** What is given of an article beside its text. */
export interface Fields {
  title: string
  summary: string
  tags: string[]
  audience: Audience
  groupIds: string[]
  classification: Classification
  serviceId: string | null
  categoryId: string | null
  ownerId: string
  ownerName: string
  reviewMonths: number
  changeNote: string
  fileIds: string[]
}

export function fieldsOf(article: Article): Fields {
  return {
    title: article.title,
    summary: article.summary,
    tags: article.tags,
    audience: article.audience,
    groupIds: article.groups.map((group) => group.id),
    classification: article.classification,
    serviceId: article.service?.id ?? null,
    categoryId: article.category?.id ?? null,
    ownerId: article.owner.id,
    ownerName: article.owner.name,
    reviewMonths: article.reviewMonths,
    changeNote: article.changeNote,
    fileIds: article.files.map((file) => file.id),
  }
}

interface EditFieldsProps {
  article: Article
  fields: Fields
  change: (patch: Partial<Fields> | ((now: Fields) => Partial<Fields>)) => void
  problem: (field: string) => string | undefined
}

function Field({
  label,
  error,
  children,
}: {
  label: string
  error?: string | undefined
  children: ReactNode
}) {
  return (
    <div className="zy-kn-field">
      <span>{label}</span>
      {children}
      {error ? <em role="alert">{error}</em> : null}
    </div>
  )
}

const full = { width: '100%' }

/** The right column of the editor. */
export function EditFields(props: EditFieldsProps) {
  const { article, fields, change, problem } = props
  const { t } = useTranslation('knowledge')
  return (
    <div className="zy-kn-fields">
      <Field label={t('ui.field.title')} error={problem('title')}>
        <Input.TextArea
          value={fields.title}
          onChange={(event) => change({ title: event.target.value.replaceAll('\n', ' ') })}
          aria-label={t('ui.field.title')}
          autoSize
          maxLength={200}
        />
      </Field>
      <Field label={t('ui.field.summary')} error={problem('summary')}>
        <Input.TextArea
          value={fields.summary}
          onChange={(event) => change({ summary: event.target.value })}
          aria-label={t('ui.field.summary')}
          placeholder={t('ui.edit.summaryHint')}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={500}
        />
      </Field>
      <Field label={t('ui.field.tag')} error={problem('tags')}>
        <Select
          mode="tags"
          value={fields.tags}
          onChange={(tags: string[]) =>
            change({ tags: tags.map((one) => one.trim().slice(0, 30)).slice(0, 12) })
          }
          tokenSeparators={[',', '，', '、']}
          open={false}
          aria-label={t('ui.field.tag')}
          style={full}
        />
      </Field>
      <Readers {...props} />
      <About {...props} />
      <Field label={t('ui.field.reviewMonths')} error={problem('reviewMonths')}>
        <InputNumber
          value={fields.reviewMonths}
          min={1}
          max={article.kind === 'emergency-plan' ? 12 : 36}
          onChange={(value) => change({ reviewMonths: value ?? 12 })}
          aria-label={t('ui.field.reviewMonths')}
          suffix={t('ui.edit.months')}
          style={full}
        />
      </Field>
      <Attachments {...props} />
      <Field label={t('ui.field.changeNote')} error={problem('changeNote')}>
        <Input
          value={fields.changeNote}
          onChange={(event) => change({ changeNote: event.target.value })}
          aria-label={t('ui.field.changeNote')}
          maxLength={500}
        />
      </Field>
    </div>
  )
}

/** Who may read it. */
function Readers({ fields, change, problem }: EditFieldsProps) {
  const { t } = useTranslation('knowledge')
  const can = useCan()
  const groups = useCall(
    lookupGroups,
    { limit: 200 },
    { enabled: fields.audience === 'groups' && can('group.lookup') },
  )
  const levels = classifications.filter((one) => one !== 'sensitive' || can('knowledge.read-sensitive'))
  return (
    <>
      <Field label={t('ui.field.audience')} error={problem('audience')}>
        <Select
          value={fields.audience}
          onChange={(audience) =>
            change({ audience, ...(audience === 'public' ? { classification: 'normal' as const } : {}) })
          }
          options={audiences.map((value) => ({ value, label: t(`audience.${value}`) }))}
          aria-label={t('ui.field.audience')}
          style={full}
        />
      </Field>
      {fields.audience === 'groups' ? (
        <Field label={t('ui.field.groups')} error={problem('groupIds')}>
          <Select
            mode="multiple"
            value={fields.groupIds}
            onChange={(groupIds) => change({ groupIds })}
            options={(groups.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            showSearch={{ optionFilterProp: 'label' }}
            aria-label={t('ui.field.groups')}
            style={full}
          />
        </Field>
      ) : null}
      <Field label={t('ui.field.level')} error={problem('classification')}>
        <Select
          value={fields.classification}
          onChange={(classification) => change({ classification })}
          disabled={fields.audience === 'public'}
          options={levels.map((value) => ({ value, label: t(`classification.${value}`) }))}
          aria-label={t('ui.field.level')}
          style={full}
        />
      </Field>
    </>
  )
}

/** What it is about, and who keeps it. */
function About({ article, fields, change, problem }: EditFieldsProps) {
  const { t, i18n } = useTranslation('knowledge')
  const can = useCan()
  const categories = useCall(listCategories, { active: 'true' }, { staleTime: 60_000 })
  const rows = categories.data?.items ?? []
  const name = (row: (typeof rows)[number]) => (i18n.language === 'en' && row.nameEn ? row.nameEn : row.name)
  const parentOf = (row: (typeof rows)[number]) => rows.find((one) => one.id === row.parentId)
  const label = (row: (typeof rows)[number]) => {
    const parent = parentOf(row)
    return parent ? `${name(parent)} / ${name(row)}` : name(row)
  }
  return (
    <>
      <Field label={t('ui.field.service')} error={problem('serviceId')}>
        <RemoteSelect
          source={serviceSource}
          value={fields.serviceId}
          {...(article.service?.id === fields.serviceId && article.service
            ? { valueLabel: article.service.name }
            : {})}
          onChange={(serviceId) => change({ serviceId })}
          aria-label={t('ui.field.service')}
          style={full}
        />
      </Field>
      <Field label={t('ui.field.category')} error={problem('categoryId')}>
        <Select
          value={fields.categoryId}
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          onChange={(categoryId: string | undefined) => change({ categoryId: categoryId ?? null })}
          options={rows.map((row) => ({ value: row.id, label: label(row) }))}
          aria-label={t('ui.field.category')}
          style={full}
        />
      </Field>
      {can('people.lookup') ? (
        <Field label={t('ui.field.owner')} error={problem('ownerId')}>
          <RemoteSelect
            source={personSource}
            value={fields.ownerId}
            valueLabel={fields.ownerName}
            onChange={(ownerId, option) => ownerId && option && change({ ownerId, ownerName: option.label })}
            aria-label={t('ui.field.owner')}
            style={full}
          />
        </Field>
      ) : null}
    </>
  )
}

function Attachments({ article, fields, change, problem }: EditFieldsProps) {
  const { t } = useTranslation('knowledge')
  const [known, setKnown] = useState(article.files)
  const kept = known.filter((file) => fields.fileIds.includes(file.id))
  return (
    <Field label={t('ui.field.files')} error={problem('fileIds')}>
      <ul className="zy-kn-list">
        {kept.map((file) => (
          <li key={file.id} className="zy-kn-row">
            <span dir="auto">{file.name}</span>
            <Button
              size="small"
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('ui.edit.removeFile', { name: file.name })}
              onClick={() => change({ fileIds: fields.fileIds.filter((id) => id !== file.id) })}
            />
          </li>
        ))}
      </ul>
      <Uploader
        endpoint={attachToArticle}
        input={{ id: article.id }}
        onDone={(file) => {
          setKnown((all) => [...all, file])
          // several may come at the same time
          change((now) => ({ fileIds: [...now.fileIds, file.id] }))
        }}
      />
    </Field>
  )
}
