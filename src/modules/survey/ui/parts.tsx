import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { colon, comma } from '#web/kit/marks.ts'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import type { getQuestionnaire } from '../contract.ts'
import type { RunState } from '../words.ts'

export type Questionnaire = CallOutput<typeof getQuestionnaire>

const hues: Record<RunState, Hue> = { open: 'blue', closed: 'grey', published: 'green' }

export function RunTag({ state }: { state: RunState }) {
  const { t } = useTranslation('survey')
  return <Tag hue={hues[state]}>{t(`state.${state}`)}</Tag>
}

/** Says an audience in words. */
export function useAudienceText(): (one: Pick<Questionnaire, 'audience' | 'names'>) => string {
  const { t } = useTranslation('survey')
  return ({ audience, names }) => {
    const named = (ids: readonly string[]) => ids.map((id) => names[id] ?? id).join(comma())
    const who =
      audience.kind === 'requesters'
        ? t('audience.requestersOf', {
            months: audience.months,
            service: audience.serviceId ? (names[audience.serviceId] ?? '') : t('audience.anyService'),
          })
        : audience.kind === 'roles'
          ? `${t('audience.roles')}${colon()}${audience.roles.map((role) => t(`role.${role as 'desk'}`, role)).join(comma())}`
          : t('audience.all', {
              names: named(audience.kind === 'orgs' ? audience.orgIds : audience.groupIds),
            })
    return audience.sample ? `${who}${comma()}${t('audience.sample', { n: audience.sample })}` : who
  }
}
