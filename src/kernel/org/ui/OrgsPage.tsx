import { Button, Modal } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm, type FormField } from '#web/kit/RecordForm.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { Tag } from '#web/kit/Tag.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { createOrg, editOrg, listOrgs } from '../contract.ts'
import { peopleSource } from './people-source.ts'

type Org = CallOutput<typeof listOrgs>['items'][number]
const kinds = ['unit', 'department', 'vendor'] as const

/** The organisation tree as an indented list: parents before children. */
export function OrgsPage() {
  const { t } = useTranslation('org')
  const can = useCan()
  const [url] = useUrlState()
  const [shown, setShown] = useState<Org | 'new' | null>(null)
  const list = useInfiniteList(listOrgs, { limit: 200, ...(url['q'] ? { q: url['q'] } : {}) })
  const may = can('org.manage')
  const create = may ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setShown('new')}>
      {t('orgs.create')}
    </Button>
  ) : null
  const depth = (org: Org) => (url['q'] ? 0 : org.path.split('/').length - 3)
  return (
    <div className="zy-page">
      <PageHeader title={t('orgs.title')} sub={t('orgs.sub')} actions={create} />
      <FilterBar searchPlaceholder={t('orgs.search')} />
      <RecordTable
        list={list}
        filtered={Boolean(url['q'])}
        empty={{ title: t('orgs.none') }}
        {...(may ? { onOpen: setShown } : {})}
        columns={[
          {
            key: 'name',
            title: t('orgs.name'),
            cut: true,
            render: (org) => <span style={{ paddingLeft: depth(org) * 24 }}>{org.name}</span>,
          },
          { key: 'code', title: t('orgs.code'), width: 160, wide: true },
          { key: 'kind', title: t('orgs.kind'), width: 120, render: (org) => t(`kind.${org.kind}`) },
          { key: 'leader', title: t('orgs.leader'), width: 120, wide: true, render: (org) => org.leaderName },
          {
            key: 'active',
            title: t('orgs.state'),
            width: 110,
            render: (org) => (
              <Tag hue={org.active ? 'green' : 'grey'}>{t(org.active ? 'active.yes' : 'active.no')}</Tag>
            ),
          },
        ]}
      />
      <Modal
        open={shown !== null}
        onCancel={() => setShown(null)}
        footer={null}
        width={640}
        destroyOnHidden
        title={t(shown === 'new' ? 'orgs.create' : 'orgs.edit')}
      >
        {shown ? (
          <OrgForm org={shown === 'new' ? null : shown} all={list.items} onClose={() => setShown(null)} />
        ) : null}
      </Modal>
    </div>
  )
}

function OrgForm({ org, all, onClose }: { org: Org | null; all: Org[]; onClose: () => void }) {
  const { t } = useTranslation('org')
  const can = useCan()
  const options = { invalidates: ['org', 'people', 'group', 'web'], onProblem: () => true }
  const create = useMove(createOrg, options)
  const edit = useMove(editOrg, options)
  const parent = all.find((one) => one.id === org?.parentId)
  const root = org !== null && org.parentId === null
  const fields: FormField[] = [
    {
      type: 'text',
      name: 'name',
      label: t('orgs.name'),
      required: true,
      half: true,
      max: 100,
      autoFocus: true,
    },
    { type: 'text', name: 'code', label: t('orgs.code'), required: true, half: true, max: 50 },
    {
      type: 'radio',
      name: 'kind',
      label: t('orgs.kind'),
      required: true,
      options: kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
    },
    {
      type: 'remote',
      name: 'parentId',
      label: t('orgs.parent'),
      required: true,
      source: orgSource,
      when: () => !root,
      ...(parent ? { valueLabel: parent.name } : {}),
    },
    {
      type: 'remote',
      name: 'leaderId',
      label: t('orgs.leader'),
      hint: t('orgs.leaderHint'),
      source: peopleSource,
      when: () => org !== null && can('people.lookup'),
      ...(org?.leaderName ? { valueLabel: org.leaderName } : {}),
    },
    { type: 'switch', name: 'active', label: t('orgs.active'), when: () => org !== null && !root },
  ]
  const send = async (values: Record<string, unknown>) => {
    const { parentId, active, leaderId, ...rest } = values
    const place = root ? {} : { parentId }
    if (org)
      await edit.mutateAsync({
        ...rest,
        ...place,
        ...(root ? {} : { active }),
        ...(can('people.lookup') ? { leaderId: leaderId ?? null } : {}),
        id: org.id,
        version: org.version,
      } as CallInput<typeof editOrg>)
    else await create.mutateAsync({ ...rest, parentId } as CallInput<typeof createOrg>)
    onClose()
  }
  const initial = org
    ? {
        name: org.name,
        code: org.code,
        kind: org.kind,
        parentId: org.parentId,
        active: org.active,
        leaderId: org.leaderId,
      }
    : { kind: 'department' }
  return <RecordForm fields={fields} initial={initial} onSubmit={send} onCancel={onClose} />
}
