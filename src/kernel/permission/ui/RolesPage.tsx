import { Button, Checkbox, Modal } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm, type FormField } from '#web/kit/RecordForm.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { useCan } from '#web/session.tsx'
import { createRole, deleteRole, editRole, listPermissions, listRoles } from '../contract.ts'

type Role = CallOutput<typeof listRoles>['items'][number]

/** Roles and what they may do. Shipped roles and posts are read; roles of the unit's own are kept by the security administrator. */
export function RolesPage() {
  const { t, i18n } = useTranslation('permission')
  const word = usePermissionWord()
  const can = useCan()
  const roles = useCall(listRoles, {})
  const [shown, setShown] = useState<Role | 'new' | null>(null)
  const name = (role: Role) => (i18n.language === 'en' ? role.nameEn : role.name)
  const create = can('role.manage') ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => setShown('new')}>
      {t('roles.create')}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader title={t('roles.title')} sub={t('roles.sub')} actions={create} />
      <RecordTable
        list={plainList({ ...roles, data: roles.data?.items })}
        onOpen={setShown}
        columns={[
          { key: 'name', title: t('roles.name'), width: 200, render: name },
          { key: 'key', title: t('roles.key'), width: 160, wide: true },
          { key: 'kind', title: t('roles.kind'), width: 130, render: (role) => <Kind role={role} /> },
          {
            key: 'permissions',
            title: t('roles.permissions'),
            cut: true,
            wide: true,
            render: (role) => role.permissions.map(word).join(comma()) || '—',
          },
          { key: 'holders', title: t('roles.holders'), width: 90, align: 'right', named: true },
        ]}
      />
      <Modal
        open={shown !== null}
        onCancel={() => setShown(null)}
        footer={null}
        width={760}
        destroyOnHidden
        title={shown && shown !== 'new' ? name(shown) : t('roles.create')}
      >
        {shown ? <RoleForm role={shown === 'new' ? null : shown} onClose={() => setShown(null)} /> : null}
      </Modal>
    </div>
  )
}

function Kind({ role }: { role: Role }) {
  const { t } = useTranslation('permission')
  if (role.post) return <Tag hue="violet">{t('roles.post')}</Tag>
  return role.shipped ? <Tag hue="grey">{t('roles.shipped')}</Tag> : <Tag hue="blue">{t('roles.own')}</Tag>
}

function RoleForm({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const { t } = useTranslation('permission')
  const can = useCan()
  const permissions = useCall(listPermissions, {})
  const create = useMove(createRole, { invalidates: ['role'], onProblem: () => true })
  const edit = useMove(editRole, { invalidates: ['role'], onProblem: () => true })
  const remove = useMove(deleteRole, { invalidates: ['role'], onDone: onClose })
  const fixed = !can('role.manage') || (role?.shipped ?? false)
  if (fixed && role) return <Permissions value={role.permissions} options={role.permissions} disabled />
  const options = (permissions.data?.items ?? []).filter((p) => p.assignable).map((p) => p.key)
  const fields: FormField[] = [
    {
      type: 'text',
      name: 'key',
      label: t('roles.key'),
      hint: t('roles.keyHint'),
      required: true,
      max: 50,
      when: () => !role,
    },
    { type: 'text', name: 'name', label: t('roles.nameZh'), required: true, half: true, max: 50 },
    { type: 'text', name: 'nameEn', label: t('roles.nameEn'), required: true, half: true, max: 50 },
    {
      type: 'custom',
      name: 'permissions',
      label: t('roles.permissions'),
      render: (bound) => <Permissions {...bound} options={options} />,
    },
  ]
  const send = async ({ key, name, nameEn, permissions: chosen }: Record<string, unknown>) => {
    const values = { name, nameEn, permissions: chosen ?? [] }
    if (role)
      await edit.mutateAsync({ ...values, id: role.id, version: role.version } as CallInput<typeof editRole>)
    else await create.mutateAsync({ ...values, key } as CallInput<typeof createRole>)
    onClose()
  }
  return (
    <RecordForm
      fields={fields}
      initial={role ? { ...role } : { permissions: [] }}
      onSubmit={send}
      onCancel={onClose}
    >
      {role ? (
        <Button danger disabled={role.holders > 0} onClick={() => remove.mutate({ id: role.id })}>
          {t('roles.delete')}
        </Button>
      ) : null}
    </RecordForm>
  )
}

/** What a permission is called. */
function usePermissionWord(): (key: string) => string {
  const { t, i18n } = useTranslation()
  // the words lie in the room that declares it
  return (key) => t(`permission.${key}`, { ns: [...(i18n.options.ns ?? [])], defaultValue: key })
}

function Permissions(props: {
  value?: unknown
  onChange?: (value: unknown) => void
  options: string[]
  disabled?: boolean
}) {
  const { value, onChange, options, disabled = false } = props
  const label = usePermissionWord()
  const rooms = [...new Set(options.map((key) => key.split('.')[0] ?? key))]
  const chosen = new Set(value as string[] | undefined)
  const toggle = (key: string, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(key)
    else next.delete(key)
    onChange?.([...next].sort())
  }
  return (
    <div className="zy-form-grid">
      {rooms.map((room) => (
        <fieldset key={room} className="zy-form-half" style={{ border: 0, padding: 0, marginBottom: 12 }}>
          <legend>{room}</legend>
          {options
            .filter((key) => key.startsWith(`${room}.`))
            .map((key) => (
              <div key={key}>
                <Checkbox
                  checked={chosen.has(key)}
                  disabled={disabled}
                  onChange={(event) => toggle(key, event.target.checked)}
                >
                  {label(key)} <small>{key}</small>
                </Checkbox>
              </div>
            ))}
        </fieldset>
      ))}
    </div>
  )
}
