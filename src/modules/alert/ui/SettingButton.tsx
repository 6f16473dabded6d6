import { Button, Modal } from 'antd'
import { SettingOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { getAlertSetting, putAlertSetting } from '../contract.ts'

/** How alerts are brought together and when what recovered by itself is resolved. */
export function SettingButton() {
  const { t } = useTranslation('alert')
  const [open, setOpen] = useState(false)
  const { data } = useCall(getAlertSetting, {})
  const close = () => setOpen(false)
  const save = useMove(putAlertSetting, { done: t('setting.saved'), onDone: close, onProblem: () => true })
  return (
    <>
      <Button icon={<SettingOutlined />} disabled={!data} onClick={() => setOpen(true)}>
        {t('setting.label')}
      </Button>
      <Modal open={open} onCancel={close} footer={null} title={t('setting.label')} destroyOnHidden>
        {data ? (
          <RecordForm
            key={data.version}
            initial={{ ...data }}
            fields={[
              {
                type: 'number',
                name: 'windowMinutes',
                label: t('setting.window'),
                hint: t('setting.windowHint'),
                required: true,
                min: 1,
                max: 10_080,
              },
              {
                type: 'number',
                name: 'selfRecoveredMinutes',
                label: t('setting.selfRecovered'),
                hint: t('setting.selfRecoveredHint'),
                min: 5,
                max: 10_080,
              },
              {
                type: 'number',
                name: 'flapMinutes',
                label: t('setting.flapMinutes'),
                hint: t('setting.flapHint'),
                required: true,
                min: 1,
                max: 1440,
              },
              {
                type: 'number',
                name: 'flapHigh',
                label: t('setting.flapHigh'),
                required: true,
                half: true,
                min: 3,
                max: 100,
              },
              {
                type: 'number',
                name: 'flapLow',
                label: t('setting.flapLow'),
                required: true,
                half: true,
                min: 0,
                max: 99,
              },
              {
                type: 'number',
                name: 'burstCis',
                label: t('setting.burst'),
                hint: t('setting.burstHint'),
                required: true,
                min: 0,
                max: 1000,
              },
            ]}
            onCancel={close}
            onSubmit={async ({ selfRecoveredMinutes, ...values }) => {
              await save.mutateAsync({
                ...values,
                selfRecoveredMinutes: selfRecoveredMinutes ?? null,
                version: data.version,
              } as CallInput<typeof putAlertSetting>)
            }}
          />
        ) : null}
      </Modal>
    </>
  )
}
