import { useTranslation } from 'react-i18next'
import { comma } from '#web/kit/marks.ts'
import { Timeline } from '#web/kit/Timeline.tsx'
import type { Hue } from '#web/kit/Tag.tsx'
import type { Detail } from './types.ts'

const hues: Record<string, Hue> = {
  approved: 'green',
  finished: 'green',
  rejected: 'red',
  voided: 'red',
  returned: 'amber',
  escalated: 'amber',
  started: 'blue',
  resubmitted: 'blue',
}

/** Everything that happened, the latest first. */
export function History({ approval }: { approval: Detail }) {
  const { t } = useTranslation('approval')
  return (
    <Timeline
      items={approval.history.toReversed().map((entry) => {
        const toRequester = (entry.kind === 'opened' || entry.kind === 'returned') && entry.step === ''
        const title = t(`history.${entry.kind}${toRequester ? 'Requester' : ''}`, {
          step: entry.step ?? '',
          people: entry.people.map((person) => person.name).join(comma()),
        })
        const behalf = entry.onBehalfOf
          ? `（${t('history.onBehalfOf', { name: entry.onBehalfOf.name })}）`
          : ''
        return {
          id: String(entry.seq),
          at: entry.at,
          actor: `${entry.actor?.name ?? t('history.system')}${behalf}`,
          hue: hues[entry.kind] ?? 'grey',
          title,
          text: entry.reason || null,
        }
      })}
    />
  )
}
