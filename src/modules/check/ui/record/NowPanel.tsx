import { useTranslation } from 'react-i18next'
import { Panel } from '#web/kit/RecordPage.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { judge } from '#modules/probe/range-contract.ts'
import type { CheckView } from '../../contract.ts'
import { amount, useFigureName, useOutcome } from '../parts.tsx'

/** How the check stands: what the last result said, its figures, and what the target wrote. */
export function NowPanel({ check }: { check: CheckView }) {
  const { t } = useTranslation('check')
  const outcome = useOutcome()
  const wavers = check.softState !== check.state && check.attempt > 0
  return (
    <Panel title={t('screen.now.title')}>
      <div className="zy-check-now" role="status">
        <strong>{outcome(check.code, check.params) || t('screen.now.nothing')}</strong>
        <span className="zy-check-dim">
          {t('screen.now.since')} <TimeText at={check.since} />
        </span>
        {check.lastAt ? (
          <span className="zy-check-dim">
            {t('screen.now.last')} <TimeText at={check.lastAt} mode="full" />
            {check.lastMs === null ? '' : ` · ${amount(check.lastMs, 'ms')}`}
          </span>
        ) : null}
        {check.flapping ? <Tag hue="amber">{t('screen.flapping')}</Tag> : null}
        {check.raised ? <Tag hue="red">{t('screen.now.raised')}</Tag> : null}
        {check.enabled ? null : <Tag hue="grey">{t('screen.now.off')}</Tag>}
      </div>
      {wavers ? (
        <p className="zy-check-dim">
          {t('screen.now.wavers', {
            state: t(`state.${check.softState}`),
            attempt: check.attempt,
            of: check.retries + 1,
          })}
        </p>
      ) : null}
      {check.pausedUntil ? <Paused check={check} /> : null}
      <Figures figures={check.figures} />
      {check.output ? <pre className="zy-check-output">{check.output}</pre> : null}
    </Panel>
  )
}

function Paused({ check }: { check: CheckView }) {
  const { t } = useTranslation('check')
  // "until it is taken back" is told as a time that nobody lives to see
  const open = check.pausedUntil !== null && !(Date.parse(check.pausedUntil) < Date.parse('3000-01-01'))
  return (
    <p>
      <Tag hue="grey">{t('state.paused')}</Tag> {check.pauseReason}{' '}
      <span className="zy-check-dim">
        {open ? (
          t('screen.pauseOpen')
        ) : (
          <>
            {t('screen.pauseUntil')} <TimeText at={check.pausedUntil} />
          </>
        )}
      </span>
    </p>
  )
}

const hues = { ok: 'green', warning: 'amber', critical: 'red' } as const

export function Figures({ figures }: { figures: CheckView['figures'] }) {
  const { t } = useTranslation('check')
  const name = useFigureName()
  if (figures.length === 0) return null
  return (
    <dl className="zy-check-figures">
      {figures.map((one) => {
        const { name: key, value } = one
        const judged = judge({
          name: key,
          value,
          ...(one.warn ? { warn: one.warn } : {}),
          ...(one.crit ? { crit: one.crit } : {}),
        })
        return (
          <div key={key}>
            <dt>{name(key)}</dt>
            <dd>
              {amount(value, one.unit)}{' '}
              {judged === 'ok' ? null : <Tag hue={hues[judged]}>{t(`state.${judged}`)}</Tag>}
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
