import { Alert, Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { actorText } from '#web/actor.ts'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { useMe } from '#web/session.tsx'
import { getTimeline } from '../../story-contract.ts'
import type { Entry } from '../types.ts'
import { entryTitle } from './entry.tsx'
import { lastChangeOf } from './last-change.ts'

/** The latest change by somebody else, or undefined while unknown. */
export function useLastChange(id: string, version: number, enabled: boolean): Entry | undefined {
  const me = useMe()
  // The version is part of what is asked: another version, another answer.
  const latest = useCall(getTimeline, { id, order: 'desc', limit: 5 }, { enabled, staleTime: 0 })
  void version
  return latest.data && lastChangeOf(latest.data.items.filter((entry) => entry.actorId !== me?.person.id))
}

/** "李敏 于 09:31 更新了此事件：派单 · 网络组", in the words given by `prefix`. */
export function useChangeSentence(entry: Entry | undefined, prefix: 'bar' | 'stale'): string {
  const { t } = useTranslation('incident')
  if (!entry) return t(`ui.changed.${prefix}NoWho`)
  return t(`ui.changed.${prefix}`, {
    who: actorText(t, entry),
    at: absoluteTime(entry.recordedAt, { shortYear: true }),
    what: entryTitle(entry, t),
  })
}

/**
 * The version that the person has seen. While a dialog is open the record may move on underneath; what is sent
 * carries the seen version until the person has looked at the newer one and says so.
 */
export function useSeenVersion(version: number): { seen: number; newer: boolean; accept: () => void } {
  const [seen, setSeen] = useState(version)
  return { seen, newer: version > seen, accept: () => setSeen(version) }
}

/** In a dialog: somebody was faster; nothing typed is lost. */
export function NewerVersion({ id, version, accept }: { id: string; version: number; accept: () => void }) {
  const { t } = useTranslation('incident')
  const sentence = useChangeSentence(useLastChange(id, version, true), 'stale')
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      className="zy-inc-newer"
      title={sentence}
      description={t('ui.changed.kept')}
      action={
        <Button size="small" onClick={accept}>
          {t('ui.changed.continue')}
        </Button>
      }
    />
  )
}
