import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  ExclamationCircleOutlined,
  StopOutlined,
} from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Tag } from '#web/kit/Tag.tsx'
import type { Callback } from './dialogs.tsx'

/** How a call-back stands: due, outside of working time, reached with what verdict. */
export function CallbackTags({ callback }: { callback: Callback }) {
  const { t } = useTranslation('callback')
  if (callback.state === 'reached')
    return (
      <Tag
        hue={callback.verdict === 'unsolved' ? 'red' : 'green'}
        icon={callback.verdict === 'unsolved' ? <ExclamationCircleOutlined /> : <CheckCircleOutlined />}
      >
        {t('state.reached')}
        {callback.verdict ? ` · ${t(`verdict.${callback.verdict}`)}` : ''}
      </Tag>
    )
  if (callback.state !== 'open')
    return (
      <Tag hue={callback.state === 'unreached' ? 'amber' : 'grey'} icon={<StopOutlined />}>
        {t(`state.${callback.state}`)}
      </Tag>
    )
  return (
    <>
      {callback.overdue ? (
        <Tag hue="red" icon={<ExclamationCircleOutlined />}>
          {t('field.overdue')}
        </Tag>
      ) : (
        <Tag hue="blue" icon={<ClockCircleOutlined />}>
          {t('state.open')}
        </Tag>
      )}{' '}
      {callback.outsideHours ? <Tag hue="amber">{t('field.outside')}</Tag> : null}
    </>
  )
}
