import { CheckCircleOutlined, RocketOutlined, StopOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { StatusTag, type Hue } from '#web/kit/tags.tsx'
import type { State } from '../words.ts'

const looks: Record<State, { hue: Hue; icon: ReactNode }> = {
  preparing: { hue: 'blue', icon: <RocketOutlined /> },
  live: { hue: 'green', icon: <CheckCircleOutlined /> },
  cancelled: { hue: 'grey', icon: <StopOutlined /> },
}

export function ReleaseState({ state }: { state: State }) {
  const { t } = useTranslation('release')
  return <StatusTag state={state} label={t(`state.${state}`)} {...looks[state]} />
}

/** What people write about a release. */
export function useReleaseFields(): FormField[] {
  const { t } = useTranslation('release')
  return [
    { name: 'title', label: t('field.title'), type: 'text', required: true, autoFocus: true },
    {
      name: 'versionName',
      label: t('field.versionName'),
      type: 'text',
      max: 60,
      required: true,
      half: true,
      placeholder: 'V2.3.0',
    },
    { name: 'plannedAt', label: t('field.plannedAt'), type: 'datetime', half: true },
    { name: 'builder', label: t('field.builder'), type: 'text' },
    { name: 'notes', label: t('field.notes'), type: 'longtext', rows: 3 },
  ]
}
