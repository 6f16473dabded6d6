import { Button, Modal } from 'antd'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { StatusTag, Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { createCategory, createItem, listItems } from '../contract.ts'
import { inWords } from '../format-contract.ts'
import './catalogue.css'

/** All items of the catalogue for those who keep it. */
export function ItemsPage() {
  const { t, i18n } = useTranslation('catalogue')
  const navigate = useNavigate()
  const [adding, setAdding] = useState<'item' | 'category' | null>(null)
  const all = useCall(listItems, {})
  const categories = all.data?.categories ?? []
  const nameOf = (id: string): string => {
    const found = categories.find((one) => one.id === id)
    return found ? inWords(i18n.language, found.name, found.nameEn) : ''
  }
  const open = (id: string) => void navigate({ to: '/catalogue-items/$id', params: { id } })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.items')}
        actions={
          <>
            <Button onClick={() => setAdding('category')}>{t('ui.admin.newCategory')}</Button>
            <Button type="primary" onClick={() => setAdding('item')}>
              {t('ui.admin.new')}
            </Button>
          </>
        }
      />
      <RecordTable
        list={plainList({ ...all, data: all.data?.items })}
        label={t('ui.page.items')}
        empty={{ title: t('ui.admin.empty'), hint: t('ui.admin.emptyHint') }}
        onOpen={(row) => open(row.id)}
        columns={[
          {
            key: 'name',
            title: t('ui.admin.name'),
            lead: true,
            cut: true,
            render: (row) => inWords(i18n.language, row.name, row.nameEn),
          },
          {
            key: 'category',
            title: t('ui.admin.category'),
            width: 180,
            render: (row) => nameOf(row.categoryId),
          },
          { key: 'code', title: t('ui.admin.code'), width: 180, wide: true },
          {
            key: 'popular',
            title: t('ui.admin.popular'),
            width: 100,
            render: (row) => (row.popular ? <Tag hue="blue">{t('ui.admin.popular')}</Tag> : null),
          },
          {
            key: 'active',
            title: t('ui.admin.active'),
            width: 110,
            render: (row) => (
              <StatusTag
                state={row.active ? 'active' : 'inactive'}
                label={t(row.active ? 'ui.admin.active' : 'ui.admin.inactive')}
              />
            ),
          },
          { key: 'no', title: t('ui.admin.version'), width: 80, named: true, render: (row) => row.liveNo },
          {
            key: 'updated',
            title: t('ui.admin.updated'),
            width: 150,
            wide: true,
            render: (row) => <TimeText at={row.updatedAt} />,
          },
        ]}
      />
      {adding ? (
        <AddDialog
          what={adding}
          categories={categories.map((one) => ({ value: one.id, label: nameOf(one.id) }))}
          onClose={() => setAdding(null)}
          onItem={open}
        />
      ) : null}
    </div>
  )
}

function AddDialog({
  what,
  categories,
  onClose,
  onItem,
}: {
  what: 'item' | 'category'
  categories: { value: string; label: string }[]
  onClose: () => void
  onItem: (id: string) => void
}) {
  const { t } = useTranslation('catalogue')
  const shown = { done: t('ui.admin.created'), onProblem: () => true }
  const item = useMove(createItem, { ...shown, onDone: (made) => onItem(made.id) })
  const category = useMove(createCategory, { ...shown, onDone: onClose })
  const isItem = what === 'item'
  return (
    <Modal
      open
      title={t(isItem ? 'ui.admin.new' : 'ui.admin.newCategory')}
      footer={null}
      onCancel={onClose}
      destroyOnHidden
    >
      <RecordForm
        fields={[
          { type: 'text', name: 'code', label: t('ui.admin.code'), required: true, max: 40 },
          { type: 'text', name: 'name', label: t('ui.admin.name'), required: true, max: 60 },
          { type: 'text', name: 'nameEn', label: t('ui.admin.nameEn'), max: 80 },
          ...(isItem
            ? [
                {
                  type: 'select' as const,
                  name: 'categoryId',
                  label: t('ui.admin.category'),
                  required: true,
                  options: categories,
                },
              ]
            : []),
        ]}
        onCancel={onClose}
        onSubmit={(values) => {
          const text = (key: string): string => (typeof values[key] === 'string' ? values[key] : '')
          const names = { name: text('name'), nameEn: text('nameEn') }
          if (!isItem) return category.mutateAsync({ code: text('code'), ...names })
          return item.mutateAsync({
            code: text('code'),
            categoryId: text('categoryId'),
            active: false,
            definition: { ...names, tasks: [{ key: 'task1', name: t('ui.edit.tasks') }] },
          })
        }}
      />
    </Modal>
  )
}
