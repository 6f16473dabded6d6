import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { recipients, shippedMetrics, type AgreementBody } from '../contract.ts'

type Steps = AgreementBody['escalations']

/** Who is told when, metric by metric. */
export function EscalationTable({ steps }: { steps: Steps }) {
  const { t } = useTranslation('sla')
  const metrics = [...new Set([...shippedMetrics, ...steps.map((s) => s.metric)])]
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
                      step.notify.map((n) => t(`recipient.${n}`)).join('、')
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

/** The same to edit, one line per step. */
export function EscalationEditor({ steps, onChange }: { steps: Steps; onChange: (steps: Steps) => void }) {
  const { t } = useTranslation('sla')
  const metrics = [...new Set([...shippedMetrics, ...steps.map((s) => s.metric)])]
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
        onClick={() => onChange([...steps, { metric: 'restore', atPercent: 90, notify: ['owner'] }])}
      >
        {t('page.addStep')}
      </Button>
    </div>
  )
}
