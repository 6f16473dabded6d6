import { DatePicker, Modal } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { colon } from '#web/kit/marks.ts'
import { useCall } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { tryIndicator } from '../scheme-contract.ts'
import type { Indicator } from './IndicatorsPage.tsx'
import { digits } from './parts.tsx'

/** What an indicator would say of a subject and a period by the records of now. */
export function TryDialog({ of, onClose }: { of: Indicator; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const [subjectId, setSubject] = useState<string | null>(null)
  const [days, setDays] = useState(() => {
    const last = dayjs().startOf('month').subtract(1, 'day')
    return [last.startOf('month'), last] as const
  })
  const found = useCall(
    tryIndicator,
    {
      ...{ id: of.id, subjectId: subjectId ?? '' },
      ...{ from: days[0].format('YYYY-MM-DD'), to: days[1].format('YYYY-MM-DD') },
    },
    { enabled: subjectId !== null, keepPrevious: true },
  )
  return (
    <Modal open title={`${t('move.try')} · ${of.name}`} onCancel={onClose} footer={null} width={520}>
      <div className="zy-eva-cards">
        <RemoteSelect
          source={orgSource}
          value={subjectId}
          placeholder={t('field.subject')}
          onChange={(id) => setSubject(id ?? null)}
        />
        <DatePicker.RangePicker
          allowClear={false}
          value={[days[0], days[1]]}
          onChange={(chosen) => {
            if (chosen?.[0] && chosen[1]) setDays([chosen[0], chosen[1]])
          }}
        />
      </div>
      {found.error ? <ErrorState error={found.error} retry={() => void found.refetch()} /> : null}
      {found.data ? (
        <FactList
          facts={[
            ...found.data.facts.map((one) => ({
              label: one.name,
              value: `${digits(one.value)}（${t('cases', { n: one.cases })}；${t(`counted.${one.counted}`)}）`,
            })),
            { label: t('field.value'), value: digits(found.data.value) },
            {
              label: t('field.points'),
              value: found.data.lack
                ? `${t('unscored')}${colon()}${t(`lack.${found.data.lack}`)}`
                : digits(found.data.points),
            },
          ]}
        />
      ) : null}
    </Modal>
  )
}
