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
      sub={t(`screen.kind.${source.kind}`)}
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
          { label: t('screen.field.org'), value: source.org.name },
          {
            label: t('screen.rule.head'),
            value: rules === null ? null : t('screen.record.rules', { n: rules }),
            when: rules !== null,
          },
          {
            label: t('screen.record.ports'),
            when: source.listening.length > 0,
            value: source.listening.map(({ transport, port, error }) => (
              <div key={`${transport}${port}`}>
                {error === null
                  ? `${transport.toUpperCase()} ${port}`
                  : t('screen.state.error', {
                      transport: transport.toUpperCase(),
                      port,
                      error: t(`screen.listenError.${error}`, { defaultValue: error }),
                    })}
              </div>
            )),
          },
          { label: t('screen.field.note'), value: source.note, block: true, when: source.note !== '' },
        ]}
      />
      <FactList
        title={t('screen.field.counts')}
        facts={[
          { label: t('screen.record.received'), value: source.counts['received'] },
          ...outcomes.map((outcome) => ({
            label: t(`screen.outcome.${outcome}`),
            value: source.counts[outcome === 'alert' ? 'alerts' : outcome],
            when: outcome === 'alert' || outcome === 'ignored' || (source.counts[outcome] ?? 0) > 0,
          })),
          { label: t('screen.field.open'), value: source.open },
          { label: t('screen.field.last'), value: source.lastAt ? <TimeText at={source.lastAt} /> : null },
        ]}
      />
      {source.error ? (
        <FactList
          title={t('screen.record.trouble')}
          facts={[
            { label: t('screen.record.at'), value: source.errorAt ? <TimeText at={source.errorAt} /> : null },
            { label: t('screen.record.detail'), value: source.error, block: true },
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
    message.success(t('screen.record.copied'))
  }
  return (
    <Panel title={t('screen.record.address')}>
      <Alert
        type={token ? 'warning' : 'info'}
        showIcon
        title={t(token ? 'screen.record.addressOnce' : 'screen.record.addressKept')}
      />
      <div className="source-address">
        <Input readOnly value={`POST ${address}`} aria-label={t('screen.record.address')} />
        {token && 'clipboard' in navigator ? (
          <Button icon={<CopyOutlined />} onClick={() => void copy()}>
            {t('screen.record.copy')}
          </Button>
        ) : null}
      </div>
      {source.kind === 'zabbix' ? (
        <>
          <Button size="small" loading={media.busy} onClick={() => media.run({})}>
            {t('screen.record.zabbix')}
          </Button>
          <small className="source-dim">{t('screen.record.zabbixHint')}</small>
        </>
      ) : null}
      {source.kind === 'nightingale' ? (
        <small className="source-dim">{t('screen.record.nightingaleHint')}</small>
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
    done: t('screen.done.renewed'),
    onDone: ({ token }) => {
      keepToken(source.id, token)
      close()
    },
  })
  const remove = useMove(deleteSource, {
    done: t('screen.done.deleted'),
    onDone: () => void navigate({ to: '/alert-sources' as never }),
  })
  const { id, version } = source
  return (
    <>
      <Link to={'/alert-sources/$id/edit' as never} params={{ id } as never}>
        <Button type="primary">{t('screen.do.edit')}</Button>
      </Link>
      {source.hasToken ? <Button onClick={() => setAsked('renew')}>{t('screen.do.renew')}</Button> : null}
      <Button danger onClick={() => setAsked('delete')}>
        {t('screen.do.delete')}
      </Button>
      <ConfirmMove
        open={asked === 'renew'}
        title={t('screen.do.renew')}
        okText={t('screen.do.renew')}
        description={t('screen.do.renewSure')}
        reason="none"
        busy={renew.isPending}
        error={renew.error}
        onCancel={close}
        onConfirm={() => renew.mutate({ id, version })}
      />
      <ConfirmMove
        open={asked === 'delete'}
        title={t('screen.do.delete')}
        okText={t('screen.do.delete')}
        description={t('screen.do.deleteSure', { n: source.open })}
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
