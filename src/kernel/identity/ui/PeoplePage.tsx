import { Button, Modal } from 'antd'
import { PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { createPerson, listPeople } from '../contract.ts'
import { LinkNotice, OneTimeLinkBox } from './OneTimeLinkBox.tsx'
import { AccountState, useRoleName } from './states.tsx'
import './identity.css'

const states = ['inactive', 'active', 'disabled'] as const

/** All accounts: the system administrator makes them, the security administrator activates them, the audit administrator looks on. */
export function PeoplePage() {
  const { t } = useTranslation('identity')
  const [url] = useUrlState()
  const can = useCan()
  const navigate = useNavigate()
  const roleName = useRoleName()
  const [making, setMaking] = useState(false)
  const state = states.find((one) => one === url['state'])
  const list = useInfiniteList(listPeople, {
    ...(url['q'] ? { q: url['q'] } : {}),
    ...(state ? { state } : {}),
  })
  const create = can('people.manage') ? (
    <>
      <Button icon={<UploadOutlined />} onClick={() => void navigate({ to: '/people/import' })}>
        {t('import.open')}
      </Button>
      <Button type="primary" icon={<PlusOutlined />} onClick={() => setMaking(true)}>
        {t('people.create')}
      </Button>
    </>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader title={t('people.title')} sub={t('people.sub')} actions={create} />
      <FilterBar
        searchPlaceholder={t('people.search')}
        filters={[
          {
            key: 'state',
            label: t('state.label'),
            options: states.map((value) => ({ value, label: t(`state.${value}`) })),
          },
        ]}
      />
      <RecordTable
        list={list}
        filtered={Boolean(url['q'] || state)}
        empty={{ title: t('people.none'), hint: t('people.noneHint') }}
        onOpen={(row) => void navigate({ to: '/people/$id', params: { id: row.id } })}
        columns={[
          { key: 'login', title: t('person.login'), width: 140 },
          { key: 'name', title: t('person.name'), width: 140, lead: true },
          { key: 'orgName', title: t('person.org'), cut: true },
          {
            key: 'roles',
            title: t('person.roles'),
            wide: true,
            cut: true,
            render: (row) => row.roles.map(roleName).join(comma()) || '—',
          },
          { key: 'phone', title: t('person.phone'), width: 130, wide: true },
          {
            key: 'state',
            title: t('state.label'),
            width: 110,
            render: (row) => <AccountState state={row.state} />,
          },
        ]}
      />
      <NewAccount open={making} onClose={() => setMaking(false)} />
    </div>
  )
}

function NewAccount({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('identity')
  const [made, setMade] = useState<CallOutput<typeof createPerson> | null>(null)
  const create = useMove(createPerson, { invalidates: ['people'], onProblem: () => true })
  const close = () => {
    setMade(null)
    onClose()
  }
  return (
    <Modal open={open} onCancel={close} footer={null} title={t('people.create')} destroyOnHidden width={640}>
      {made ? (
        <>
          <p>{t('people.made', { name: made.name })}</p>
          {made.link ? (
            <>
              <LinkNotice />
              <OneTimeLinkBox who={`${made.name} (${made.login})`} link={made.link} />
            </>
          ) : null}
          <Button type="primary" onClick={close}>
            {t('people.close')}
          </Button>
        </>
      ) : (
        <RecordForm
          initial={{ kind: 'person' }}
          schema={createPerson.body}
          fields={[
            {
              type: 'text',
              name: 'login',
              label: t('person.login'),
              hint: t('person.loginHint'),
              required: true,
              half: true,
              max: 50,
              autoFocus: true,
            },
            { type: 'text', name: 'name', label: t('person.name'), required: true, half: true, max: 50 },
            { type: 'remote', name: 'orgId', label: t('person.org'), required: true, source: orgSource },
            { type: 'text', name: 'title', label: t('person.title'), half: true, max: 50 },
            { type: 'text', name: 'phone', label: t('person.phone'), half: true, max: 30 },
            { type: 'text', name: 'email', label: t('person.email'), half: true, max: 200 },
            {
              type: 'radio',
              name: 'kind',
              label: t('person.kind'),
              half: true,
              options: [
                { value: 'person', label: t('kind.person') },
                { value: 'machine', label: t('kind.machine') },
              ],
            },
          ]}
          submitLabel={t('people.create')}
          onCancel={close}
          onSubmit={async (values) =>
            setMade(await create.mutateAsync(filled(values) as CallInput<typeof createPerson>))
          }
        />
      )}
    </Modal>
  )
}

/** Without what was left empty: an absent value, not an empty text. */
export function filled(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== '' && value !== null && value !== undefined),
  )
}
