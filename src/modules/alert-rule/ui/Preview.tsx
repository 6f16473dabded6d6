import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import type { previewRule } from '#modules/alert/console-contract.ts'
import { absoluteTime } from '#web/kit/TimeText.tsx'

type Result = CallOutput<typeof previewRule>

/** What the rule would have made of the last 7 days. */
export function Preview({ result }: { result: Result }) {
  const { t } = useTranslation('alert-rule')
  const effect = (one: Result['samples'][number]['now'], times: number): string =>
    [
      t(`alert:severity.${one.severity}`),
      t(`screen.preview.${one.outcome}`, { count: one.unanswered ?? 0, times }),
      one.rule ? `(${one.rule})` : '',
      one.recoverMinutes === null ? '' : t('screen.preview.recover', { minutes: one.recoverMinutes }),
    ]
      .filter(Boolean)
      .join(' ')
  return (
    <section className="zy-ar-preview" role="status" aria-label={t('screen.rules.preview')}>
      <p>
        {t('screen.preview.examined', {
          examined: result.alerts,
          times: result.beginnings,
          from: absoluteTime(result.from),
        })}
        {result.cut ? ` ${t('screen.preview.cut')}` : ''}
      </p>
      {result.matched === 0 && result.changed === 0 ? (
        <p>{t('screen.preview.nothing')}</p>
      ) : (
        <>
          <p>
            {t('screen.preview.matched', { count: result.matched })} ·{' '}
            <b>{t('screen.preview.changed', { count: result.changed })}</b>
          </p>
          <p>{t('screen.preview.incidents', result.incidents)}</p>
        </>
      )}
      <ul className="zy-ar-samples">
        {result.samples.map((one) => (
          <li key={one.id}>
            <b dir="auto">{one.name}</b> ×{one.times} · {t('screen.preview.was')} {effect(one.now, one.times)}{' '}
            → {t('screen.preview.becomes')} {effect(one.then, one.times)}
          </li>
        ))}
      </ul>
    </section>
  )
}
