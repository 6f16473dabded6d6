import { CheckCircleOutlined, PauseCircleOutlined, StopOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { Tag } from '#web/kit/Tag.tsx'

const look = {
  inactive: { hue: 'amber', icon: <PauseCircleOutlined /> },
  active: { hue: 'green', icon: <CheckCircleOutlined /> },
  disabled: { hue: 'grey', icon: <StopOutlined /> },
} as const

/** State of an account. */
export function AccountState({ state }: { state: keyof typeof look }) {
  const { t } = useTranslation('identity')
  return <Tag {...look[state]}>{t(`state.${state}`)}</Tag>
}

/** Names of roles in the language of the page. */
export function useRoleName(): (role: { name: string; nameEn: string }) => string {
  const { i18n } = useTranslation()
  return (role) => (i18n.language === 'en' ? role.nameEn : role.name)
}
