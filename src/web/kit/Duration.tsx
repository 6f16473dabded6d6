import type { TFunction } from 'i18next'
import { useTranslation } from 'react-i18next'

/**
 * Seconds as people say them: the two largest units ("2 小时 5 分钟"). Working time has no days of 24 hours, so hours
 * are the largest unit unless `days` is asked for.
 */
export function durationText(t: TFunction, seconds: number, how: { days?: boolean } = {}): string {
  const total = Math.abs(Math.trunc(seconds))
  if (total < 60) return total === 0 ? t('web:duration.m', { n: 0 }) : t('web:duration.lessMinute')
  const days = how.days ? Math.floor(total / 86_400) : 0
  const hours = Math.floor((total - days * 86_400) / 3_600)
  const minutes = Math.floor((total % 3_600) / 60)
  const shown = [
    days ? t('web:duration.d', { n: days }) : '',
    hours ? t('web:duration.h', { n: hours }) : '',
    minutes && !days ? t('web:duration.m', { n: minutes }) : '',
  ].filter(Boolean)
  return shown.slice(0, 2).join(' ')
}

/** `<Duration seconds={7500} />` → 2 小时 5 分钟. */
export function Duration({ seconds, days }: { seconds: number | null | undefined; days?: boolean }) {
  const { t } = useTranslation('web')
  if (seconds === null || seconds === undefined) return <>—</>
  return <span className="zy-num">{durationText(t, seconds, days ? { days } : {})}</span>
}
