import { Alert, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { absoluteTime } from '#web/kit/TimeText.tsx'

/** A one-time link that is shown now and never again. The token is behind `#`: no server or proxy logs it. */
export function OneTimeLinkBox({ who, link }: { who: string; link: { token: string; expiresAt: string } }) {
  const { t } = useTranslation('identity')
  const address = `${window.location.origin}/welcome#${link.token}`
  return (
    <div className="zy-link-box">
      <b>{who}</b>
      <Typography.Text copyable code>
        {address}
      </Typography.Text>
      <small>{t('link.until', { time: absoluteTime(link.expiresAt) })}</small>
    </div>
  )
}

/** What to do with the links. */
export function LinkNotice() {
  const { t } = useTranslation('identity')
  return <Alert type="warning" showIcon title={t('link.once')} style={{ marginBottom: 16 }} />
}
