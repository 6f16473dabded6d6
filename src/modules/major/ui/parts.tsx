import { useTranslation } from 'react-i18next'

/** Whom a communication went to; a role is kept by its key. */
export function useWhom(): (notified: string) => string {
  const { t } = useTranslation('major')
  return (notified) => (notified.startsWith('role:') ? t(`role.${notified.slice(5)}`) : notified)
}
