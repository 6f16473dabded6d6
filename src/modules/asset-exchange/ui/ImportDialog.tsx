import { UploadOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { Alert, App, Button, Modal } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { call } from '#web/api.ts'
import { invalidate, useExplain } from '#web/hooks.ts'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { useMe } from '#web/session.tsx'
import { importExchange } from '../contract.ts'

/** A file of the bureau's and the unit whose assets it is about; when it has been compared, its run is opened. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('asset-exchange')
  const { message } = App.useApp()
  const me = useMe()?.person
  const navigate = useNavigate()
  const client = useQueryClient()
  const explain = useExplain()
  const picker = useRef<HTMLInputElement>(null)
  const [orgId, setOrgId] = useState<string | null>(me?.orgId ?? null)
  const [file, setFile] = useState<File | null>(null)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const send = async (content: File, org: string) => {
    setBusy(true)
    setTrouble(null)
    const form = new FormData()
    form.append('file', content, content.name)
    const begun = Date.now()
    try {
      const run = await call(importExchange, { orgId: org } as never, { form })
      await invalidate(client, 'asset-exchange')
      if (run.attempts === 1 && new Date(run.recordedAt).getTime() < begun - 60_000)
        message.info(t('screen.done.existing'))
      onClose()
      await navigate({ to: `/asset-exchanges/${run.id}` })
    } catch (error) {
      setTrouble(explain(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('screen.import')}
      okText={t('screen.start')}
      okButtonProps={{ disabled: !file || !orgId, loading: busy }}
      cancelButtonProps={{ disabled: busy }}
      closable={!busy}
      mask={{ closable: false }}
      onOk={() => file && orgId && void send(file, orgId)}
      onCancel={onClose}
    >
      <div className="zy-xchg-import">
        <p className="zy-page-sub">{t('screen.importHint', { form: t('told.sheet.form') })}</p>
        <label>
          <span>{t('screen.org')}</span>
          <RemoteSelect
            source={orgSource}
            value={orgId}
            {...(me?.orgName ? { valueLabel: me.orgName } : {})}
            aria-label={t('screen.org')}
            onChange={(value) => setOrgId(value)}
          />
        </label>
        <div className="zy-xchg-file">
          <Button icon={<UploadOutlined />} disabled={busy} onClick={() => picker.current?.click()}>
            {t('screen.choose')}
          </Button>
          <span>{file?.name ?? ''}</span>
          <input
            ref={picker}
            type="file"
            hidden
            accept=".csv,.xlsx"
            aria-label={t('screen.file')}
            onChange={(event) => {
              setFile(event.target.files?.[0] ?? null)
              setTrouble(null)
              // the same file, mended, can be chosen again
              event.target.value = ''
            }}
          />
        </div>
        {busy ? <Alert type="info" showIcon title={t('screen.working')} /> : null}
        {trouble ? <Alert type="error" showIcon title={trouble} /> : null}
      </div>
    </Modal>
  )
}
