import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { grantRole, listGrants, listRoles, revokeRole } from '#kernel/permission/contract.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useRoleName } from './states.tsx'

/** Roles of an account, each for an org and all below it; the security administrator gives and takes them. */
export function RolesPanel({
  person,
}: {
  person: { id: string; orgId: string; orgName: string; abilities: string[] }
}) {
  const { t } = useTranslation('identity')
  const roleName = useRoleName()
  const may = person.abilities.includes('grant')
  const [giving, setGiving] = useState(false)
  const grants = useCall(listGrants, { id: person.id })
  const roles = useCall(listRoles, {}, { enabled: giving })
  const invalidates = ['role', 'people']
  const grant = useMove(grantRole, { done: t('role.granted'), invalidates, onProblem: () => true })
  const revoke = useMove(revokeRole, { done: t('role.revoked'), invalidates })
  return (
    <Panel
      title={t('person.roles')}
      actions={may ? <Button onClick={() => setGiving(true)}>{t('role.grant')}</Button> : null}
    >
      {giving ? (
        <RecordForm
          initial={{ orgId: person.orgId }}
          fields={[
            {
              type: 'select',
              name: 'roleId',
              label: t('role.role'),
              required: true,
              half: true,
              options: (roles.data?.items ?? []).map((role) => ({ value: role.id, label: roleName(role) })),
            },
            {
              type: 'remote',
              name: 'orgId',
              label: t('role.scope'),
              hint: t('role.scopeHint'),
              required: true,
              half: true,
              source: orgSource,
              valueLabel: person.orgName,
            },
          ]}
          submitLabel={t('role.grant')}
          onCancel={() => setGiving(false)}
          onSubmit={async (values) => {
            await grant.mutateAsync({ id: person.id, ...values } as CallInput<typeof grantRole>)
            setGiving(false)
          }}
        />
      ) : null}
      <RecordTable
        list={plainList({ ...grants, data: grants.data?.items })}
        rowKey={(row) => `${row.roleId} ${row.orgId}`}
        keys={false}
        empty={{ title: t('role.none'), hint: t('role.noneHint') }}
        columns={[
          { key: 'name', title: t('role.role'), width: 180, render: roleName },
          { key: 'orgName', title: t('role.scope'), cut: true },
          {
            key: 'grantedBy',
            title: t('role.grantedBy'),
            width: 140,
            wide: true,
            render: (row) => row.grantedBy ?? t('person.system'),
          },
          {
            key: 'grantedAt',
            title: t('role.grantedAt'),
            width: 170,
            wide: true,
            render: (row) => <TimeText at={row.grantedAt} />,
          },
          {
            key: 'revoke',
            title: '',
            width: 90,
            render: (row) =>
              may ? (
                <Button
                  size="small"
                  danger
                  onClick={() => revoke.mutate({ id: person.id, roleId: row.roleId, orgId: row.orgId })}
                >
                  {t('role.revoke')}
                </Button>
              ) : null,
          },
        ]}
      />
    </Panel>
  )
}
