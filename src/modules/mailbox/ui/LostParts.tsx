import { useTranslation } from 'react-i18next'

/** Parts of a mail that could not become attachments, and why. */
export function LostParts({ lost }: { lost: { name: string; type: string; reason: string }[] }) {
  const { t } = useTranslation('mailbox')
  if (lost.length === 0) return null
  return (
    <div className="mailbox-lost">
      <strong>{t('hint.lost')}</strong>
      <ul>
        {lost.map((part, i) => (
          <li key={i}>
            {part.name} ·{' '}
            {t(`lostReason.${part.reason.split('.').at(-1) ?? ''}`, { defaultValue: part.reason })}
          </li>
        ))}
      </ul>
    </div>
  )
}
