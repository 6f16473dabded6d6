import type { TFunction } from 'i18next'
import type { CallbackStory } from '#modules/callback/words.ts'
import { absoluteTime } from './TimeText.tsx'

/** What the timeline of a ticket, of whatever kind, says of a scheduled call-back. */
export function callbackTitle(data: Record<string, unknown>, t: TFunction): string {
  const story = data['callback'] as Partial<CallbackStory> | undefined
  if (!story?.what) return t('callback:page.list')
  return t(`callback:story.${story.what}`, {
    contact: story.contact ?? '',
    at: story.at ? absoluteTime(story.at, { shortYear: true }) : '',
    verdict: story.verdict ? t(`callback:verdict.${story.verdict}`) : '',
  })
}
