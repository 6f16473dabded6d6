import { Button, InputNumber, Popover } from 'antd'
import { SettingOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { colon } from '#web/kit/marks.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { useCan } from '#web/session.tsx'
import { getSetting, putSetting } from '../contract.ts'

/** How long an answer is waited for; everybody at the desk sees it, the manager changes it. */
export function SettingButton() {
  const { t } = useTranslation('satisfaction')
  const can = useCan()
  const { data } = useCall(getSetting, {}, { enabled: can('satisfaction.read') })
  const [days, setDays] = useState<number | null>(null)
  const [open, setOpen] = useState(false)
  const save = useMove(putSetting, { done: t('setting.saved'), onDone: () => setOpen(false) })
  if (!data) return null
  const label = `${t('setting.label')}${colon()}${t('setting.days', { n: data.answerWithinDays })}`
  if (!can('satisfaction.configure')) return <span className="zy-page-sub">{label}</span>
  const form = (
    <form
      className="zy-filters"
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate({ answerWithinDays: days ?? data.answerWithinDays, version: data.version })
      }}
    >
      <InputNumber
        aria-label={t('setting.label')}
        min={1}
        max={60}
        precision={0}
        value={days ?? data.answerWithinDays}
        onChange={setDays}
      />
      <Button type="primary" htmlType="submit" loading={save.isPending}>
        {t('setting.save')}
      </Button>
    </form>
  )
  return (
    <Popover
      open={open}
      onOpenChange={(next) => {
        setOpen(next)
        setDays(null)
      }}
      trigger="click"
      title={t('setting.label')}
      content={form}
    >
      <Button icon={<SettingOutlined />}>{label}</Button>
    </Popover>
  )
}
