import { Button } from 'antd'
import { MoonOutlined, SunOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { currentLang, setLang } from '../locales.ts'
import { useThemeName } from '../theme.tsx'

/** Language and theme, for any layout; a file of its own because the sign-in page needs no more of the top bar. */
export function Switches() {
  const { t } = useTranslation('web')
  const { name, toggle } = useThemeName()
  const english = currentLang() === 'en'
  return (
    <>
      <Button
        type="text"
        className="zy-lang"
        onClick={() => void setLang(english ? 'zh-CN' : 'en')}
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
