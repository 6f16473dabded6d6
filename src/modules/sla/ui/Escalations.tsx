import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { metricsOfKind, recipients, type AgreementBody, type AgreementKind } from '../contract.ts'
import { comma } from '#web/kit/marks.ts'

type Steps = AgreementBody['escalations']

/** Who is told when, metric by metric. */
export function EscalationTable({ kind, steps }: { kind: AgreementKind; steps: Steps }) {
  const { t } = useTranslation('sla')
  const metrics = [...new Set([...metricsOfKind(kind), ...steps.map((s) => s.metric)])]
  const percents = [...new Set(steps.map((s) => s.atPercent))].sort((a, b) => a - b)
  if (steps.length === 0) return <span className="sla-none">—</span>
  return (
    <div className="sla-scroll">
      <table className="sla-grid">
        <thead>
          <tr>
            <th scope="col" />
            {percents.map((p) => (
              <th key={p} scope="col">
                {p}%
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metrics.map((metric) => (
            <tr key={metric}>
              <th scope="row">{t(`metric.${metric}`, { defaultValue: metric })}</th>
              {percents.map((p) => {
                const step = steps.find((s) => s.metric === metric && s.atPercent === p)
                return (
                  <td key={p}>
                    {step ? (
                      step.notify.map((n) => t(`recipient.${n}`)).join(comma())
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

/** A share that has no step yet: an agreement between groups has one metric only. */
function nextPercent(steps: Steps): number {
  return [80, 100, 150].find((p) => !steps.some((s) => s.atPercent === p)) ?? 200
}

/** The same to edit, one line per step. */
export function EscalationEditor({
  kind,
  steps,
  onChange,
}: {
  kind: AgreementKind
  steps: Steps
  onChange: (steps: Steps) => void
}) {
  const { t } = useTranslation('sla')
  const metrics = [...new Set([...metricsOfKind(kind), ...steps.map((s) => s.metric)])]
  return (
    <div className="sla-lines">
      {steps.map((step, i) => {
        const change = (part: Partial<Steps[number]>) => onChange(steps.with(i, { ...step, ...part }))
        return (
          <div key={i} className="sla-step">
            <Select
              value={step.metric}
              aria-label={t('page.escalations')}
              options={metrics.map((m) => ({ value: m, label: t(`metric.${m}`, { defaultValue: m }) }))}
              onChange={(metric) => change({ metric })}
            />
            <InputNumber
              min={1}
              max={1000}
              precision={0}
              value={step.atPercent}
              prefix={t('page.atPercent')}
              suffix="%"
              style={{ width: '100%' }}
              aria-label={t('page.atPercent')}
              onChange={(atPercent) => change({ atPercent: atPercent ?? step.atPercent })}
            />
            <Select
              mode="multiple"
              value={step.notify}
              placeholder={t('page.notify')}
              aria-label={t('page.notify')}
              status={step.notify.length === 0 ? 'error' : ''}
              options={recipients.map((r) => ({ value: r, label: t(`recipient.${r}`) }))}
              onChange={(notify) => change({ notify })}
            />
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t('page.remove')}
              onClick={() => onChange(steps.filter((_, at) => at !== i))}
            />
          </div>
        )
      })}
      <Button
        size="small"
        icon={<PlusOutlined />}
        onClick={() =>
          onChange([
            ...steps,
            kind === 'sla'
              ? { metric: 'restore', atPercent: 90, notify: ['owner'] }
              : { metric: kind, atPercent: nextPercent(steps), notify: ['group-leader'] },
          ])
        }
      >
        {t('page.addStep')}
      </Button>
    </div>
  )
}
