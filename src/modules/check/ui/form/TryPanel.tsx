import { ExperimentOutlined } from '@ant-design/icons'
import { Alert, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useExplain, useMove } from '#web/hooks.ts'
import { tryCheck } from '../../contract.ts'
import { amount, CheckTag, useOutcome } from '../parts.tsx'
import { Figures } from '../record/NowPanel.tsx'
import type { Body } from './body.ts'

/** Asks once as the form stands, and shows what came of it; nothing is kept. */
export function TryPanel({ body, id }: { body: () => Body; id?: string }) {
  const { t } = useTranslation('check')
  const outcome = useOutcome()
  const explain = useExplain()
  const attempt = useMove(tryCheck, { invalidates: [], onProblem: () => true })
  const ask = () => {
    const { kind, spec, secrets, timeoutMs, thresholds } = body()
    attempt.mutate({
      kind,
      ...(spec ? { spec } : {}),
      ...(secrets ? { secrets } : {}),
      ...(timeoutMs ? { timeoutMs: Math.min(timeoutMs, 30_000) } : {}),
      ...(thresholds ? { thresholds } : {}),
      ...(id ? { id } : {}),
    })
  }
  const got = attempt.data
  return (
    <section className="zy-panel zy-pad" aria-label={t('screen.try.title')} style={{ marginBottom: 12 }}>
      <Button icon={<ExperimentOutlined />} onClick={ask} loading={attempt.isPending}>
        {t('screen.try.title')}
      </Button>{' '}
      <span className="zy-check-dim">{t('screen.try.help')}</span>
      {attempt.error ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={attempt.error.errors[0]?.message ?? explain(attempt.error)}
          style={{ marginTop: 8 }}
        />
      ) : null}
      {got && !attempt.isPending ? (
        <div role="status" style={{ marginTop: 10 }}>
          <div className="zy-check-now">
            <CheckTag state={got.state} />
            <strong>{outcome(got.code, got.params)}</strong>
            <span className="zy-check-dim">{amount(got.ms, 'ms')}</span>
          </div>
          <Figures figures={got.figures} />
          {got.output ? <pre className="zy-check-output">{got.output}</pre> : null}
        </div>
      ) : null}
    </section>
  )
}
