import { Button } from 'antd'
import { EditOutlined, PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { createCategory, listCategories, updateCategory } from '#modules/ticket/contract.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { treeOf, useCategoryName, type CategoryNode, type CategoryRow } from '../parts/CategorySelect.tsx'
import { FormDialog } from '../parts/FormDialog.tsx'

type Open = { edit: CategoryRow } | { under: CategoryRow | null } | null

/** The tree of categories: add, rename, order, retire. */
export function CategoryEditor() {
  const { t } = useTranslation('incident')
  const name = useCategoryName()
  const rows = useCall(listCategories, {})
  const [open, setOpen] = useState<Open>(null)
  if (rows.error && !rows.data) return <ErrorState error={rows.error} retry={() => void rows.refetch()} />
  if (!rows.data) return <Bars rows={8} />
  const tree = treeOf(rows.data.items, name)
  const add = (
    <Button icon={<PlusOutlined />} onClick={() => setOpen({ under: null })}>
      {t('ui.settings.addCategory')}
    </Button>
  )
  return (
    <div className="zy-inc-settings">
      <p>{t('ui.settings.categoriesHint')}</p>
      {tree.length === 0 ? (
        <EmptyState small title={t('ui.settings.noCategories')} hint={t('ui.settings.noCategoriesHint')} />
      ) : (
        <Branch nodes={tree} setOpen={setOpen} />
      )}
      <div>{add}</div>
      {open && 'edit' in open ? <EditDialog row={open.edit} onClose={() => setOpen(null)} /> : null}
      {open && 'under' in open ? <AddDialog under={open.under} onClose={() => setOpen(null)} /> : null}
    </div>
  )
}

function Branch({ nodes, setOpen }: { nodes: CategoryNode[]; setOpen: (open: Open) => void }) {
  const { t } = useTranslation('incident')
  return (
    <ul className="zy-inc-tree">
      {nodes.map(({ row, title, children }) => (
        <li key={row.id}>
          <div className={row.active ? '' : 'zy-inc-gone'}>
            <b>{title}</b>
            <code>{row.code}</code>
            {row.active ? null : <StatusTag state="inactive" label={t('ui.settings.inactive')} />}
            <span>
              <Button
                type="text"
                size="small"
                icon={<PlusOutlined />}
                onClick={() => setOpen({ under: row })}
              >
                {t('ui.settings.addChild')}
              </Button>
              <Button type="text" size="small" icon={<EditOutlined />} onClick={() => setOpen({ edit: row })}>
                {t('web:action.edit')}
              </Button>
            </span>
          </div>
          {children.length > 0 ? <Branch nodes={children} setOpen={setOpen} /> : null}
        </li>
      ))}
    </ul>
  )
}

function useNameFields(): FormField[] {
  const { t } = useTranslation('incident')
  return [
    {
      name: 'name',
      type: 'text',
      label: t('ui.settings.name'),
      required: true,
      max: 60,
      half: true,
      autoFocus: true,
    },
    { name: 'nameEn', type: 'text', label: t('ui.settings.nameEn'), max: 80, half: true },
    { name: 'position', type: 'number', label: t('ui.settings.position'), min: 0, max: 100_000, half: true },
  ]
}

function AddDialog({ under, onClose }: { under: CategoryRow | null; onClose: () => void }) {
  const { t } = useTranslation('incident')
  const name = useCategoryName()
  const send = useMove(createCategory, {
    done: t('ui.settings.saved'),
    onDone: onClose,
    onProblem: () => true,
  })
  return (
    <FormDialog
      title={under ? `${name(under)} › ${t('ui.settings.addChild')}` : t('ui.settings.addCategory')}
      fields={[
        ...useNameFields(),
        {
          name: 'code',
          type: 'text',
          label: t('ui.settings.code'),
          hint: t('ui.settings.codeHint'),
          required: true,
          max: 40,
          half: true,
        },
      ]}
      initial={{ position: 0 }}
      submitLabel={t('web:action.save')}
      onSubmit={(values) => send.mutateAsync({ ...values, parentId: under?.id ?? null } as never)}
      onClose={onClose}
    />
  )
}

function EditDialog({ row, onClose }: { row: CategoryRow; onClose: () => void }) {
  const { t } = useTranslation('incident')
  const send = useMove(updateCategory, {
    done: t('ui.settings.saved'),
    onDone: onClose,
    onProblem: () => true,
  })
  return (
    <FormDialog
      title={t('ui.settings.editCategory')}
      fields={[
        ...useNameFields(),
        { name: 'active', type: 'switch', label: t('ui.settings.active'), half: true },
      ]}
      initial={{ name: row.name, nameEn: row.nameEn, position: row.position, active: row.active }}
      submitLabel={t('web:action.save')}
      onSubmit={(values) =>
        send.mutateAsync({ id: row.id, version: row.version, nameEn: '', ...values } as never)
      }
      onClose={onClose}
    />
  )
}
