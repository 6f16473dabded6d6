import { CopyOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { Alert, App, Button, Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useDownload, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { deleteSource, getSource, renewToken, zabbixMediaType, type SourceView } from '../contract.ts'
import { outcomes } from '../words.ts'
import { addressOf, freshToken, keepToken } from './fresh-token.ts'
import { Messages } from './Messages.tsx'
import { StateTag } from './parts.tsx'
import './alert-source.css'

/** One source: how it is reached, how it goes, what came last. */
export function SourcePage() {
  const { t } = useTranslation('alert-source')
  const { id } = useParams({ strict: false }) as { id: string }
  const { data: source, error, refetch } = useCall(getSource, { id }, { refetchInterval: 3000 })
  if (error && !source) return <ErrorState error={error} retry={() => void refetch()} />
  if (!source) return <PageSkeleton />
  return (
    <RecordPage
      title={source.name}
      breadcrumb={[{ label: t('page.list'), to: '/alert-sources' }]}
      tags={<StateTag source={source} />}
      sub={t(`kind.${source.kind}`)}
      actions={source.abilities.includes('manage') ? <Actions source={source} /> : null}
      story={
        <>
          {source.hasToken ? <Address source={source} /> : null}
          <Messages source={source} />
        </>
      }
      facts={<Facts source={source} />}
    />
  )
}

function Facts({ source }: { source: SourceView }) {
  const { t } = useTranslation('alert-source')
  const rules = 'rules' in source.spec ? source.spec.rules.length : null
  return (
    <>
      <FactList
        facts={[
          { label: t('field.org'), value: source.org.name },
          {
            label: t('rule.head'),
            value: rules === null ? null : t('record.rules', { n: rules }),
            when: rules !== null,
          },
          {
            label: t('record.ports'),
            when: source.listening.length > 0,
            value: source.listening.map(({ transport, port, error }) => (
              <div key={`${transport}${port}`}>
                {error === null
                  ? `${transport.toUpperCase()} ${port}`
                  : t('state.error', {
                      transport: transport.toUpperCase(),
                      port,
                      error: t(`listenError.${error}`, { defaultValue: error }),
                    })}
              </div>
            )),
          },
          { label: t('field.note'), value: source.note, block: true, when: source.note !== '' },
        ]}
      />
      <FactList
        title={t('field.counts')}
        facts={[
          { label: t('record.received'), value: source.counts['received'] },
          ...outcomes.map((outcome) => ({
            label: t(`outcome.${outcome}`),
            value: source.counts[outcome === 'alert' ? 'alerts' : outcome],
            when: outcome === 'alert' || outcome === 'ignored' || (source.counts[outcome] ?? 0) > 0,
          })),
          { label: t('field.open'), value: source.open },
          { label: t('field.last'), value: source.lastAt ? <TimeText at={source.lastAt} /> : null },
        ]}
      />
      {source.error ? (
        <FactList
          title={t('record.trouble')}
          facts={[
            { label: t('record.at'), value: source.errorAt ? <TimeText at={source.errorAt} /> : null },
            { label: t('record.detail'), value: source.error, block: true },
          ]}
        />
      ) : null}
    </>
  )
}

/** Where the sender sends to; whole only right after the token was made. */
function Address({ source }: { source: SourceView }) {
  const { t } = useTranslation('alert-source')
  const { message } = App.useApp()
  const media = useDownload(zabbixMediaType)
  const token = freshToken(source.id)
  const address = addressOf(token ?? '••••••••')
  const copy = async () => {
    await navigator.clipboard.writeText(address)
    message.success(t('record.copied'))
  }
  return (
    <Panel title={t('record.address')}>
      <Alert
        type={token ? 'warning' : 'info'}
        showIcon
        title={t(token ? 'record.addressOnce' : 'record.addressKept')}
      />
      <div className="source-address">
        <Input readOnly value={`POST ${address}`} aria-label={t('record.address')} />
        {token && 'clipboard' in navigator ? (
          <Button icon={<CopyOutlined />} onClick={() => void copy()}>
            {t('record.copy')}
          </Button>
        ) : null}
      </div>
      {source.kind === 'zabbix' ? (
        <>
          <Button size="small" loading={media.busy} onClick={() => media.run({})}>
            {t('record.zabbix')}
          </Button>
          <small className="source-dim">{t('record.zabbixHint')}</small>
        </>
      ) : null}
      {source.kind === 'nightingale' ? (
        <small className="source-dim">{t('record.nightingaleHint')}</small>
      ) : null}
    </Panel>
  )
}

function Actions({ source }: { source: SourceView }) {
  const { t } = useTranslation('alert-source')
  const navigate = useNavigate()
  const [asked, setAsked] = useState<'renew' | 'delete' | null>(null)
  const close = () => setAsked(null)
  const renew = useMove(renewToken, {
    done: t('done.renewed'),
    onDone: ({ token }) => {
      keepToken(source.id, token)
      close()
    },
  })
  const remove = useMove(deleteSource, {
    done: t('done.deleted'),
    onDone: () => void navigate({ to: '/alert-sources' as never }),
  })
  const { id, version } = source
  return (
    <>
      <Link to={'/alert-sources/$id/edit' as never} params={{ id } as never}>
        <Button type="primary">{t('do.edit')}</Button>
      </Link>
      {source.hasToken ? <Button onClick={() => setAsked('renew')}>{t('do.renew')}</Button> : null}
      <Button danger onClick={() => setAsked('delete')}>
        {t('do.delete')}
      </Button>
      <ConfirmMove
        open={asked === 'renew'}
        title={t('do.renew')}
        okText={t('do.renew')}
        description={t('do.renewSure')}
        reason="none"
        busy={renew.isPending}
        error={renew.error}
        onCancel={close}
        onConfirm={() => renew.mutate({ id, version })}
      />
      <ConfirmMove
        open={asked === 'delete'}
        title={t('do.delete')}
        okText={t('do.delete')}
        description={t('do.deleteSure', { n: source.open })}
        reason="none"
        danger
        busy={remove.isPending}
        error={remove.error}
        onCancel={close}
        onConfirm={() => remove.mutate({ id, version })}
      />
    </>
  )
}
