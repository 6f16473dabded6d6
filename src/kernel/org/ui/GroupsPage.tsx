import { Button, Modal } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm, type FormField } from '#web/kit/RecordForm.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { Tag } from '#web/kit/Tag.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { createGroup, editGroup, listGroups } from '../contract.ts'
import { MembersEditor } from './MembersEditor.tsx'

type Group = CallOutput<typeof listGroups>['items'][number]
const lines = [1, 2, 3] as const
const dispatches = ['turn', 'load', 'none'] as const

/** Support groups: who works tickets, on which line, and how a person is chosen at dispatch. */
export function GroupsPage() {
  const { t } = useTranslation('org')
  const can = useCan()
  const [url] = useUrlState()
  const [shownId, setShownId] = useState<string | null>(null)
  const list = useInfiniteList(listGroups, url['q'] ? { q: url['q'] } : {})
  const may = can('group.manage')
  const shown = list.items.find((group) => group.id === shownId) ?? null
  const create = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setShownId('new')}>
      {t('groups.create')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader title={t('groups.title')} sub={t('groups.sub')} actions={create} />
      <FilterBar searchPlaceholder={t('groups.search')} />
      <RecordTable
        list={list}
        filtered={Boolean(url['q'])}
        empty={{ title: t('groups.none'), hint: t('groups.noneHint') }}
        {...(may ? { onOpen: (group: Group) => setShownId(group.id) } : {})}
        columns={[
          { key: 'name', title: t('groups.name'), width: 180, lead: true },
          { key: 'line', title: t('groups.line'), width: 110, render: (group) => t(`line.l${group.line}`) },
          { key: 'orgName', title: t('groups.org'), width: 200, wide: true },
          {
            key: 'dispatch',
            title: t('groups.dispatch'),
            width: 140,
            wide: true,
            render: (group) => t(`dispatch.${group.dispatch}`),
          },
          {
            key: 'members',
            title: t('groups.members'),
            cut: true,
            render: (group) => group.members.map((m) => m.name).join(comma()) || '—',
          },
          {
            key: 'active',
            title: t('orgs.state'),
            width: 100,
            render: (group) => (
              <Tag hue={group.active ? 'green' : 'grey'}>{t(group.active ? 'active.yes' : 'active.no')}</Tag>
            ),
          },
        ]}
      />
      <Modal
        open={shownId !== null}
        onCancel={() => setShownId(null)}
        footer={null}
        width={720}
        destroyOnHidden
        title={shown?.name ?? t('groups.create')}
      >
        {shownId === 'new' ? <GroupForm group={null} onDone={(group) => setShownId(group.id)} /> : null}
        {shown ? (
          <>
            <GroupForm key={shown.version} group={shown} onDone={() => undefined} />
            <MembersEditor key={`members ${shown.version}`} group={shown} />
          </>
        ) : null}
      </Modal>
    </div>
  )
}

function GroupForm({ group, onDone }: { group: Group | null; onDone: (group: Group) => void }) {
  const { t } = useTranslation('org')
  const options = { invalidates: ['group'], done: t('groups.saved'), onProblem: () => true }
  const create = useMove(createGroup, options)
  const edit = useMove(editGroup, options)
  const fields: FormField[] = [
    { type: 'text', name: 'name', label: t('groups.name'), required: true, half: true, max: 100 },
    {
      type: 'remote',
      name: 'orgId',
      label: t('groups.org'),
      required: true,
      half: true,
      source: orgSource,
      ...(group ? { valueLabel: group.orgName } : {}),
    },
    {
      type: 'select',
      name: 'line',
      label: t('groups.line'),
      required: true,
      half: true,
      options: lines.map((value) => ({ value, label: t(`line.l${value}`) })),
    },
    {
      type: 'select',
      name: 'dispatch',
      label: t('groups.dispatch'),
      required: true,
      half: true,
      options: dispatches.map((value) => ({ value, label: t(`dispatch.${value}`) })),
    },
    { type: 'switch', name: 'active', label: t('orgs.active'), when: () => group !== null },
  ]
  const send = async ({ active, ...values }: Record<string, unknown>) => {
    onDone(
      group
        ? await edit.mutateAsync({ ...values, active, id: group.id, version: group.version } as CallInput<
            typeof editGroup
          >)
        : await create.mutateAsync(values as CallInput<typeof createGroup>),
    )
  }
  const initial = group
    ? {
        name: group.name,
        orgId: group.orgId,
        line: group.line,
        dispatch: group.dispatch,
        active: group.active,
      }
    : { line: 2, dispatch: 'turn' }
  return <RecordForm fields={fields} initial={initial} onSubmit={send} />
}
