import { Alert, Button, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { getIntake, retryIntake } from '../contract.ts'
import { reasonText } from './intake-parts.tsx'
import './alert.css'

/** One POST: what came, what became of it, and another try when it failed. */
export function IntakeDrawer({ id, onClose }: { id: number | null; onClose: () => void }) {
  const { t } = useTranslation('alert')
  const { data, error, refetch } = useCall(getIntake, { id: id ?? 0 }, { enabled: id !== null })
  const retry = useMove(retryIntake, { done: t('intakes.retried'), onDone: onClose })
  const again = data?.error ? (
    <Button type="primary" loading={retry.isPending} onClick={() => retry.mutate({ id: data.id })}>
      {t('intakes.retry')}
    </Button>
  ) : null
  return (
    <Drawer
      open={id !== null}
      size={640}
      title={`${t('page.intakes')} ${id ?? ''}`}
      extra={again}
      onClose={onClose}
      destroyOnHidden
    >
      {error && !data ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Bars rows={8} /> : null}
      {data ? <IntakeFacts intake={data} /> : null}
    </Drawer>
  )
}

/** The body is what a machine wrote: shown as text, never executed. */
function IntakeFacts({ intake }: { intake: CallOutput<typeof getIntake> }) {
  const { t } = useTranslation('alert')
  return (
    <>
      {intake.error ? (
        <Alert type="error" showIcon title={t('intakes.reason')} description={reasonText(intake.error, t)} />
      ) : null}
      <FactList
        facts={[
          { label: t('list.source'), value: intake.source },
          { label: t('intakes.format'), value: t(`intakes.formats.${intake.format}`) },
          { label: t('intakes.alerts'), value: intake.alerts },
          { label: t('intakes.receivedBy'), value: intake.receivedBy },
          { label: t('intakes.received'), value: <TimeText at={intake.recordedAt} mode="full" /> },
          { label: t('intakes.processed'), value: <TimeText at={intake.processedAt} mode="full" /> },
        ]}
      />
      <h3 className="zy-intake-title">{t('intakes.body')}</h3>
      {intake.cut ? <p className="zy-intake-cut">{t('intakes.cut')}</p> : null}
      <pre className="zy-intake-body" dir="auto">
        {intake.body}
      </pre>
    </>
  )
}
