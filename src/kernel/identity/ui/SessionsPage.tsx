import { Alert, Button, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { createToken, listSessions, listTokens, revokeSession, revokeToken } from '../contract.ts'
import { clientText } from './client-text.ts'
import './identity.css'

/** Where I am signed in, and the tokens that act for me. */
export function SessionsPage() {
  const { t } = useTranslation('identity')
  return (
    <div className="zy-page">
      <PageHeader title={t('account.sessions')} />
      <Sessions />
      <Tokens />
    </div>
  )
}

function Sessions() {
  const { t } = useTranslation('identity')
  const sessions = useCall(listSessions, {})
  const revoke = useMove(revokeSession, { done: t('session.ended') })
  return (
    <Panel title={t('session.title')} flush>
      <RecordTable
        list={plainList({ ...sessions, data: sessions.data?.items })}
        keys={false}
        columns={[
          {
            key: 'userAgent',
            title: t('session.client'),
            cut: true,
            render: (row) =>
              row.userAgent ? <span title={row.userAgent}>{clientText(row.userAgent)}</span> : '—',
          },
          { key: 'ip', title: t('session.ip'), width: 160 },
          {
            key: 'lastSeenAt',
            title: t('session.lastSeen'),
            width: 170,
            render: (row) => <TimeText at={row.lastSeenAt} />,
          },
          {
            key: 'createdAt',
            title: t('session.since'),
            width: 170,
            wide: true,
            render: (row) => <TimeText at={row.createdAt} />,
          },
          {
            key: 'end',
            title: '',
            width: 110,
            render: (row) =>
              row.current ? (
                t('session.current')
              ) : (
                <Button size="small" onClick={() => revoke.mutate({ id: row.id })}>
                  {t('session.end')}
                </Button>
              ),
          },
        ]}
      />
    </Panel>
  )
}

function Tokens() {
  const { t } = useTranslation('identity')
  const tokens = useCall(listTokens, {})
  const revoke = useMove(revokeToken, { done: t('token.revoked') })
  const create = useMove(createToken, { onProblem: () => true })
  const [open, setOpen] = useState(false)
  const [made, setMade] = useState<CallOutput<typeof createToken> | null>(null)
  return (
    <Panel
      title={t('token.title')}
      actions={<Button onClick={() => setOpen(true)}>{t('token.create')}</Button>}
    >
      {made ? (
        <Alert
          type="success"
          title={t('token.once', { name: made.name })}
          description={
            <Typography.Text copyable code>
              {made.token}
            </Typography.Text>
          }
          closable
          onClose={() => setMade(null)}
        />
      ) : null}
      {open ? (
        <RecordForm
          initial={{ hours: 24 }}
          fields={[
            {
              type: 'text',
              name: 'name',
              label: t('token.name'),
              required: true,
              half: true,
              max: 100,
              autoFocus: true,
            },
            {
              type: 'number',
              name: 'hours',
              label: t('token.hours'),
              required: true,
              half: true,
              min: 1,
              max: 8784,
            },
          ]}
          submitLabel={t('token.create')}
          onCancel={() => setOpen(false)}
          onSubmit={async (values) => {
            setMade(await create.mutateAsync(values as CallInput<typeof createToken>))
            setOpen(false)
          }}
        />
      ) : null}
      <RecordTable
        list={plainList({ ...tokens, data: tokens.data?.items })}
        keys={false}
        empty={{ title: t('token.none'), hint: t('token.noneHint') }}
        columns={[
          { key: 'name', title: t('token.name'), cut: true },
          {
            key: 'scopes',
            title: t('token.scopes'),
            wide: true,
            render: (row) => row.scopes?.join(', ') ?? t('token.all'),
          },
          {
            key: 'expiresAt',
            title: t('token.until'),
            width: 170,
            render: (row) => <TimeText at={row.expiresAt} />,
          },
          {
            key: 'lastUsedAt',
            title: t('token.lastUsed'),
            width: 170,
            wide: true,
            render: (row) => (row.lastUsedAt ? <TimeText at={row.lastUsedAt} /> : '—'),
          },
          {
            key: 'revoke',
            title: '',
            width: 110,
            render: (row) => (
              <Button size="small" danger onClick={() => revoke.mutate({ id: row.id })}>
                {t('token.revoke')}
              </Button>
            ),
          },
        ]}
      />
    </Panel>
  )
}
