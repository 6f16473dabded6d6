import { CopyOutlined, KeyOutlined } from '@ant-design/icons'
import { App, Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { renewHeartbeat, type CheckView } from '../../contract.ts'

/** The address that a system calls to say that it lives: made here, shown once, with a command to try it. */
export function HeartbeatPanel({ check }: { check: CheckView }) {
  const { t } = useTranslation('check')
  const renew = useMove(renewHeartbeat)
  const make = () => renew.mutate({ id: check.id })
  const url = renew.data ? new URL(renew.data.path, window.location.origin).href : null
  if (!check.abilities.includes('manage')) return null
  return (
    <Panel
      title={t('screen.heartbeat.title')}
      actions={
        check.hasToken ? (
          <Popconfirm title={t('screen.heartbeat.confirm')} onConfirm={make}>
            <Button size="small" icon={<KeyOutlined />} loading={renew.isPending}>
              {t('screen.heartbeat.renew')}
            </Button>
          </Popconfirm>
        ) : (
          <Button size="small" type="primary" icon={<KeyOutlined />} loading={renew.isPending} onClick={make}>
            {t('screen.heartbeat.make')}
          </Button>
        )
      }
    >
      {url ? (
        <>
          <p role="alert">{t('screen.heartbeat.once')}</p>
          <Once text={url} label={t('screen.heartbeat.address')} />
          <p className="zy-check-dim">{t('screen.heartbeat.example')}</p>
          <Once text={`curl -fsS -m 10 ${url}`} label={t('screen.heartbeat.example')} />
          <p className="zy-check-dim">{t('screen.heartbeat.failed')}</p>
          <Once
            text={`curl -fsS -m 10 -H 'Content-Type: application/json' -d '{"state":"critical","message":"exit 1"}' ${url}`}
            label={t('screen.heartbeat.failed')}
          />
        </>
      ) : (
        <p className="zy-check-dim">
          {t(check.hasToken ? 'screen.heartbeat.kept' : 'screen.heartbeat.none', {
            n: check.intervalSeconds + check.graceSeconds,
          })}
        </p>
      )}
    </Panel>
  )
}

/** A text to be copied now, for it is not shown again. */
export function Once({ text, label }: { text: string; label: string }) {
  const { t } = useTranslation('check')
  const { message } = App.useApp()
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      message.success(t('screen.copied'))
    } catch {
      // browsers copy on secure pages only; the text can be marked by hand
      message.info(t('screen.copyByHand'))
    }
  }
  return (
    <div className="zy-check-once">
      <pre aria-label={label}>{text}</pre>
      <Button
        icon={<CopyOutlined />}
        aria-label={`${t('screen.copy')} ${label}`}
        onClick={() => void copy()}
      />
    </div>
  )
}
