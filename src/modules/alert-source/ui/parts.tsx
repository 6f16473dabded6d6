import { useTranslation } from 'react-i18next'
import { StatusTag } from '#web/kit/tags.tsx'
import type { SourceView } from '../contract.ts'
import { listenerKinds, type Outcome } from '../words.ts'

/** Whether a source can be sent to now. */
export function StateTag({ source }: { source: SourceView }) {
  const { t } = useTranslation('alert-source')
  if (!source.active) return <StatusTag state="inactive" label={t('screen.state.off')} />
  if (!listenerKinds.includes(source.kind)) return <StatusTag state="ok" label={t('screen.state.ready')} />
  if (!source.attended || source.listening.length === 0)
    return <StatusTag state="pending" label={t('screen.state.waiting')} />
  if (source.listening.some(({ error }) => error !== null))
    return <StatusTag state="failed" label={t('screen.state.failed')} />
  return <StatusTag state="ok" label={t('screen.state.listening')} />
}

const states: Record<Outcome, string> = {
  alert: 'firing',
  ignored: 'inactive',
  malformed: 'warning',
  oversized: 'warning',
  refused: 'failed',
  limited: 'warning',
  dropped: 'warning',
}

/** What became of a message. */
export function OutcomeTag({ outcome }: { outcome: Outcome }) {
  const { t } = useTranslation('alert-source')
  return <StatusTag state={states[outcome]} label={t(`screen.outcome.${outcome}`)} />
}

/** Labels of an alert, or its annotations, as they are. */
export function Labels({ labels }: { labels: Record<string, string> }) {
  return (
    <span className="source-labels">
      {Object.entries(labels).map(([key, value]) => (
        <code key={key} title={`${key}=${value}`}>
          {key}={value}
        </code>
      ))}
    </span>
  )
}
