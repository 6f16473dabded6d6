import { useTranslation } from 'react-i18next'

/** What actions and entities are called: the words lie in the rooms that write the entries. */
export function useEntryWords(): { action: (key: string) => string; entity: (key: string) => string } {
  const { t, i18n } = useTranslation()
  const ns = [...(i18n.options.ns ?? [])]
  return {
    action: (key) => t(`action.${key}`, { ns, defaultValue: key }),
    entity: (key) => t(`entity.${key}`, { ns, defaultValue: key }),
  }
}
