import { Alert, Form, Input, InputNumber, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { call } from '#web/api.ts'
import { useExplain } from '#web/hooks.ts'
import { TimeText } from '#web/kit/TimeText.tsx'
import { checkSeal } from '../work-contract.ts'

type Checked = CallOutput<typeof checkSeal>

/** Compares the seal printed in an assessor's pack, and the results under it, with what is there now. */
export function SealDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation('norm')
  const explain = useExplain()
  const [form] = Form.useForm<{ seal: number; hash: string }>()
  const [busy, setBusy] = useState(false)
  const [found, setFound] = useState<Checked | null>(null)
  const [failure, setFailure] = useState<unknown>(null)
  const check = async (): Promise<void> => {
    const values = await form.validateFields().catch(() => null)
    if (!values) return
    setBusy(true)
    setFailure(null)
    try {
      setFound(await call(checkSeal, { id, seal: values.seal, hash: values.hash.trim() }))
    } catch (error) {
      setFailure(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      title={t('ui.seal.title')}
      okText={t('ui.seal.check')}
      confirmLoading={busy}
      onOk={() => void check()}
      onCancel={onClose}
    >
      <p className="zy-norm-quiet">{t('ui.seal.hint')}</p>
      <Form form={form} layout="vertical" onValuesChange={() => setFound(null)}>
        <Form.Item
          name="seal"
          label={t('pack.sealNo')}
          rules={[{ required: true, message: t('ui.seal.needed') }]}
        >
          <InputNumber min={1} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="hash"
          label={t('pack.sealHash')}
          rules={[{ required: true, pattern: /^\s*[0-9a-fA-F]{64}\s*$/, message: t('ui.seal.digits') }]}
        >
          <Input.TextArea autoSize spellCheck={false} className="zy-num" />
        </Form.Item>
      </Form>
      {failure ? <Alert type="error" showIcon title={explain(failure)} /> : null}
      {found ? <Found found={found} /> : null}
    </Modal>
  )
}

function Found({ found }: { found: Checked }) {
  const { t } = useTranslation('norm')
  const sound = found.seal === 'same' && found.altered === 0 && found.audit?.ok === true
  return (
    <Alert
      type={
        sound ? 'success' : found.seal === 'same' && found.altered === 0 && !found.audit ? 'warning' : 'error'
      }
      showIcon
      title={t(sound ? 'ui.seal.sound' : 'ui.seal.doubt')}
      description={
        <ul>
          <li>
            {t(`ui.seal.${found.seal}`)} {found.sealedAt ? <TimeText at={found.sealedAt} /> : null}
          </li>
          <li>
            {t(found.altered === 0 ? 'ui.seal.kept' : 'ui.seal.altered', {
              n: found.altered,
              runs: found.runs,
            })}
          </li>
          <li>
            {found.audit
              ? t(found.audit.ok ? 'ui.seal.auditHeld' : 'ui.seal.auditBroken')
              : t('ui.seal.auditNever')}{' '}
            {found.audit ? <TimeText at={found.audit.at} /> : null}
          </li>
        </ul>
      }
    />
  )
}
