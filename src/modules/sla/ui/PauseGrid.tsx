import { CheckOutlined } from '@ant-design/icons'
import { Checkbox } from 'antd'
import { useTranslation } from 'react-i18next'
import { metricsOfKind, pauseReasons, type AgreementBody, type AgreementKind } from '../contract.ts'

type Rules = AgreementBody['pauseRules']

/** Reason × metric: which hold stops which clock. */
export function PauseGrid({
  kind,
  rules,
  onChange,
}: {
  kind: AgreementKind
  rules: Rules
  onChange?: (rules: Rules) => void
}) {
  const { t } = useTranslation('sla')
  const own = rules.flatMap((r) => r.metrics)
  const metrics = [...new Set([...metricsOfKind(kind).filter((m) => m !== 'supervision'), ...own])]
  const has = (reason: string, metric: string) =>
    rules.some((r) => r.reason === reason && r.metrics.includes(metric))
  const toggle = (reason: Rules[number]['reason'], metric: string, on: boolean) => {
    const old = rules.find((r) => r.reason === reason)?.metrics ?? []
    const next = on ? [...old, metric] : old.filter((m) => m !== metric)
    onChange?.([
      ...rules.filter((r) => r.reason !== reason),
      ...(next.length > 0 ? [{ reason, metrics: next }] : []),
    ])
  }
  return (
    <div className="sla-scroll">
      <table className="sla-grid">
        <thead>
          <tr>
            <th scope="col" />
            {metrics.map((metric) => (
              <th key={metric} scope="col">
                {t(`metric.${metric}`, { defaultValue: metric })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pauseReasons.map((reason) => (
            <tr key={reason}>
              <th scope="row">{t(`pauseReason.${reason}`)}</th>
              {metrics.map((metric) => {
                const label = `${t(`pauseReason.${reason}`)} · ${t(`metric.${metric}`, { defaultValue: metric })}`
                return (
                  <td key={metric}>
                    {onChange ? (
                      <Checkbox
                        checked={has(reason, metric)}
                        aria-label={label}
                        onChange={(e) => toggle(reason, metric, e.target.checked)}
                      />
                    ) : has(reason, metric) ? (
                      <CheckOutlined aria-label={t('state.paused')} />
                    ) : (
                      <span className="sla-none">—</span>
                    )}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
