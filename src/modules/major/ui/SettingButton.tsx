import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { useCan } from '#web/session.tsx'
import { getSetting, putSetting } from '../contract.ts'

/** The interval that new records begin with; for the manager. */
export function SettingButton() {
  const { t } = useTranslation('major')
  const may = useCan()('major.configure')
  const { data } = useCall(getSetting, {}, { enabled: may })
  const [open, setOpen] = useState(false)
  const save = useMove(putSetting, {
    done: t('status.saved'),
    onDone: () => setOpen(false),
    onProblem: () => true,
  })
  if (!may || !data) return null
  return (
    <>
      <Button size="small" type="link" className="zy-major-setting" onClick={() => setOpen(true)}>
        {t('status.fallback', { n: data.updateMinutes })}
      </Button>
      {open ? (
        <FormDialog
          title={t('status.setting')}
          fields={[
            {
              ...{ name: 'updateMinutes', type: 'number', label: t('status.every') },
              ...{ required: true, min: 5, max: 1440, autoFocus: true },
            },
          ]}
          initial={{ updateMinutes: data.updateMinutes }}
          submitLabel={t('web:action.save')}
          onSubmit={(values) => save.mutateAsync({ version: data.version, ...values } as never)}
          onClose={() => setOpen(false)}
        />
      ) : null}
    </>
  )
}
