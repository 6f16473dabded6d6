import { App, Button, Dropdown, Modal, type MenuProps } from 'antd'
import {
  BellOutlined,
  DeleteOutlined,
  DownloadOutlined,
  EditOutlined,
  SaveOutlined,
  StarOutlined,
} from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { lookupGroups } from '#kernel/org/contract.ts'
import type { getView } from '#kernel/view/contract.ts'
import {
  createView,
  deleteView,
  editView,
  exportList,
  listViews,
  rhythms,
  subscribeView,
} from '#kernel/view/contract.ts'
import { useCall, useDownload, useMove } from '../hooks.ts'
import { useCan, useMe } from '../session.tsx'
import { RecordForm, type FormField, type FormValues } from './RecordForm.tsx'
import { orgSource } from './sources.ts'

export type SavedListView = CallOutput<typeof getView>
type Query = Record<string, string>

/** The views of a list that this person may use; empty while they are not known. */
export function useSavedViews(list: string): SavedListView[] {
  const can = useCan()
  const found = useCall(listViews, { list }, { enabled: can('view.use'), staleTime: 60_000 })
  return found.data?.items ?? []
}

/** Saves what the list shows as a view, changes and subscribes to the open one, exports what the list shows. */
export function ViewMenu({
  list,
  query,
  open,
  onSaved,
  onDeleted,
}: {
  list: string
  /** filters and sort, by the names of the list's query */
  query: Query
  /** the saved view that is open */
  open: SavedListView | undefined
  onSaved: (view: SavedListView) => void
  onDeleted: () => void
}) {
  const { t } = useTranslation('view')
  const can = useCan()
  const { modal } = App.useApp()
  const [dialog, setDialog] = useState<'new' | 'edit' | null>(null)
  const csv = useDownload(exportList)
  const update = useMove(editView, { done: t('menu.saved') })
  const remove = useMove(deleteView, { done: t('menu.deleted'), onDone: onDeleted })
  const follow = useMove(subscribeView, { done: t('menu.subscribed') })
  if (!can('view.use')) return null
  const mine = open?.abilities.includes('edit') ? open : undefined
  const act: Record<string, () => void> = {
    save: () => setDialog('new'),
    edit: () => setDialog('edit'),
    update: () =>
      mine &&
      update.mutate({ ...sharingOf(mine), id: mine.id, version: mine.version, name: mine.name, query }),
    delete: () =>
      void modal.confirm({
        title: t('menu.deleteSure', { name: mine?.name ?? '' }),
        okButtonProps: { danger: true },
        onOk: () => mine && remove.mutateAsync({ id: mine.id, version: mine.version }),
      }),
    export: () => csv.run({ list, filter: new URLSearchParams(query).toString() }),
  }
  const items: MenuProps['items'] = [
    { key: 'save', icon: <SaveOutlined />, label: t('menu.save') },
    ...(mine
      ? [
          { key: 'update', icon: <SaveOutlined />, label: t('menu.update', { name: mine.name }) },
          { key: 'edit', icon: <EditOutlined />, label: t('menu.edit') },
        ]
      : []),
    ...(open
      ? [
          {
            key: 'subscribe',
            icon: <BellOutlined />,
            label: t('menu.subscribe'),
            children: [...rhythms, null].map((every) => ({
              key: `every-${every ?? 'never'}`,
              label: t(`menu.${every ?? 'never'}`),
              ...(open.subscribed === every ? { className: 'ant-dropdown-menu-item-selected' } : {}),
              onClick: () => follow.mutate({ id: open.id, every }),
            })),
          },
        ]
      : []),
    ...(mine ? [{ key: 'delete', icon: <DeleteOutlined />, label: t('menu.delete'), danger: true }] : []),
    { type: 'divider' },
    { key: 'export', icon: <DownloadOutlined />, label: t('menu.export') },
  ]
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => act[key]?.() }}>
        <Button
          type="text"
          icon={open?.subscribed ? <BellOutlined /> : <StarOutlined />}
          loading={csv.busy}
          aria-label={t('menu.label')}
          title={t('menu.label')}
        />
      </Dropdown>
      {dialog ? (
        <ViewDialog
          list={list}
          query={dialog === 'edit' && open ? open.query : query}
          view={dialog === 'edit' ? (open ?? null) : null}
          onSaved={onSaved}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </>
  )
}

const sharingOf = (view: SavedListView) => ({
  share: view.share,
  ...(view.group ? { groupId: view.group.id } : {}),
  ...(view.org ? { orgId: view.org.id } : {}),
})

function ViewDialog({
  list,
  query,
  view,
  onSaved,
  onClose,
}: {
  list: string
  query: Query
  view: SavedListView | null
  onSaved: (view: SavedListView) => void
  onClose: () => void
}) {
  const { t } = useTranslation('view')
  const options = {
    done: t('menu.saved'),
    onDone: (saved: SavedListView) => {
      onClose()
      onSaved(saved)
    },
    onProblem: () => true as const,
  }
  const create = useMove(createView, options)
  const edit = useMove(editView, options)
  const submit = (values: FormValues) =>
    view
      ? edit.mutateAsync({ ...values, query, id: view.id, version: view.version } as CallInput<
          typeof editView
        >)
      : create.mutateAsync({ ...values, query, list } as CallInput<typeof createView>)
  return (
    <Modal
      open
      title={t(view ? 'menu.edit' : 'menu.save')}
      onCancel={onClose}
      footer={null}
      width={480}
      destroyOnHidden
    >
      <RecordForm
        fields={useFields(view)}
        initial={{ name: view?.name, ...(view ? sharingOf(view) : { share: 'personal' }) }}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Modal>
  )
}

/** Name and sharing, as far as this person may share. */
function useFields(view: SavedListView | null): FormField[] {
  const { t } = useTranslation('view')
  const can = useCan()
  const me = useMe()
  const groups = useCall(lookupGroups, { limit: 200 }, { enabled: can('group.lookup'), staleTime: 60_000 })
  const known = new Map(
    (groups.data?.items ?? [])
      .filter((group) => group.members.some((member) => member.id === me?.person.id))
      .map((group) => [group.id, group.name]),
  )
  if (view?.group) known.set(view.group.id, view.group.name)
  const may = { personal: true, group: known.size > 0, org: can('view.share') || view?.share === 'org' }
  const is = (share: string) => (values: FormValues) => values['share'] === share
  return [
    { type: 'text', name: 'name', label: t('menu.name'), required: true, max: 60, autoFocus: true },
    {
      type: 'radio',
      name: 'share',
      label: t('menu.share'),
      hint: t('menu.shareHint'),
      options: (['personal', 'group', 'org'] as const)
        .filter((value) => may[value])
        .map((value) => ({ value, label: t(`menu.shares.${value}`) })),
    },
    {
      type: 'select',
      name: 'groupId',
      label: t('menu.group'),
      required: true,
      when: is('group'),
      options: [...known].map(([value, label]) => ({ value, label })),
    },
    {
      type: 'remote',
      name: 'orgId',
      label: t('menu.org'),
      required: true,
      when: is('org'),
      source: orgSource,
      ...(view?.org ? { valueLabel: view.org.name } : {}),
    },
  ]
}
