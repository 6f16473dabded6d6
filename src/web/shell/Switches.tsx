import { App, Button } from 'antd'
import { MoonOutlined, SunOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { request } from '../api.ts'
import { useExplain } from '../hooks.ts'
import { currentLang, setLang, type Lang } from '../locales.ts'
import { languageHeader, useMe } from '../session.tsx'
import { useThemeName } from '../theme.tsx'

/** Language and theme, for any layout; a file of its own because the sign-in page needs no more of the top bar. */
export function Switches() {
  const { t } = useTranslation('web')
  const { name, toggle } = useThemeName()
  const english = currentLang() === 'en'
  const me = useMe()
  const { message } = App.useApp()
  const explain = useExplain()
  const change = async (lang: Lang) => {
    await setLang(lang)
    if (!me) return
    try {
      // Mails and notifications follow the choice.
      const headers = { ...languageHeader(), 'content-type': 'application/json' }
      await request('/api/v1/me', { method: 'PATCH', headers, body: JSON.stringify({ locale: lang }) })
    } catch (error) {
      message.warning(explain(error))
    }
  }
  return (
    <>
      <Button
        type="text"
        className="zy-lang"
        onClick={() => void change(english ? 'zh-CN' : 'en')}
        aria-label={t('shell.languageHint')}
        title={t('shell.languageHint')}
      >
        {english ? '中' : 'EN'}
      </Button>
      <Button
        type="text"
        icon={name === 'dark' ? <SunOutlined /> : <MoonOutlined />}
        onClick={toggle}
        aria-label={t('shell.theme')}
        title={t('shell.theme')}
      />
    </>
  )
}
