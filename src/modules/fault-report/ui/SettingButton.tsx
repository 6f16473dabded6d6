import { Button, Checkbox, InputNumber, Popover } from 'antd'
import { SettingOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { useCan } from '#web/session.tsx'
import { getSetting, putSetting } from '../contract.ts'
import './report.css'

type Setting = CallOutput<typeof getSetting>

/** Which grades owe a report and how soon; the manager's to change. */
export function SettingButton() {
  const { t } = useTranslation('fault-report')
  const can = useCan()
  const may = can('fault-report.configure')
  const { data } = useCall(getSetting, {}, { enabled: may })
  const [open, setOpen] = useState(false)
  if (!may || !data) return null
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      destroyOnHidden
      title={t('setting.label')}
      content={<SettingForm setting={data} close={() => setOpen(false)} />}
    >
      <Button icon={<SettingOutlined />}>{t('setting.label')}</Button>
    </Popover>
  )
}

function SettingForm({ setting, close }: { setting: Setting; close: () => void }) {
  const { t } = useTranslation()
  const [grades, setGrades] = useState(setting.grades)
  const [dueDays, setDueDays] = useState(setting.dueDays)
  const save = useMove(putSetting, { done: t('fault-report:setting.saved'), onDone: close })
  return (
    <form
      className="zy-report-setting"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ grades, dueDays, version: setting.version })
      }}
    >
      <span>{t('fault-report:setting.grades')}</span>
      <Checkbox.Group
        value={grades}
        onChange={setGrades}
        options={(['major', 'serious', 'general', 'minor'] as const).map((value) => ({
          value,
          label: t(`web:grade.${value}`),
        }))}
      />
      <label>
        {t('fault-report:setting.dueDays')}{' '}
        <InputNumber
          min={1}
          max={60}
          precision={0}
          value={dueDays}
          onChange={(value) => setDueDays(value ?? 1)}
        />
      </label>
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('fault-report:setting.save')}
      </Button>
    </form>
  )
}
