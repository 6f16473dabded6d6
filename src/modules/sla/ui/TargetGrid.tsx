import { Input, InputNumber, Select, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import { listCalendars } from '#kernel/calendar/contract.ts'
import { useCall } from '#web/hooks.ts'
import { GradeTag } from '#web/kit/tags.tsx'
import {
  gradeNames,
  metricsOfKind,
  targetUnitNames,
  type AgreementKind,
  type TargetRow,
} from '../contract.ts'

/** Metrics with targets: those of the kind, and what else the agreement has. */
function metricsOf(kind: AgreementKind, targets: readonly TargetRow[]): string[] {
  const shipped = metricsOfKind(kind).filter((m) => m !== 'supervision')
  return [...new Set([...shipped, ...targets.map((x) => x.metric)])]
}

/** Grade × metric, each cell with value, unit and calendar; editable when `onChange` is given. */
export function TargetGrid({
  kind,
  targets,
  onChange,
}: {
  kind: AgreementKind
  targets: TargetRow[]
  onChange?: (targets: TargetRow[]) => void
}) {
  const { t } = useTranslation('sla')
  const metrics = metricsOf(kind, targets)
  const set = (grade: TargetRow['grade'], metric: string, row: TargetRow | undefined) =>
    onChange?.([...targets.filter((x) => x.grade !== grade || x.metric !== metric), ...(row ? [row] : [])])
  return (
    <div className="sla-scroll">
      <table className="sla-grid">
        <thead>
          <tr>
            <th scope="col">{t('page.gradeColumn')}</th>
            {metrics.map((metric) => (
              <th key={metric} scope="col">
                {t(`metric.${metric}`, { defaultValue: metric })}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {gradeNames.map((grade) => (
            <tr key={grade}>
              <th scope="row">
                <GradeTag grade={grade} />
              </th>
              {metrics.map((metric) => {
                const row = targets.find((x) => x.grade === grade && x.metric === metric)
                return (
                  <td key={metric}>
                    {onChange ? (
                      <EditCell
                        grade={grade}
                        metric={metric}
                        row={row}
                        onChange={(next) => set(grade, metric, next)}
                      />
                    ) : (
                      <ShowCell row={row} />
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

function useCalendars() {
  return useCall(listCalendars, {}, { staleTime: 60_000 }).data?.items ?? []
}

function ShowCell({ row }: { row: TargetRow | undefined }) {
  const { t } = useTranslation('sla')
  const calendars = useCalendars()
  if (!row) return <span className="sla-none">{t('page.noTarget')}</span>
  const calendar = row.calendarId
    ? calendars.find((c) => c.id === row.calendarId)?.name
    : t('page.unitCalendar')
  return (
    <>
      <strong>{`${row.value} ${t(`${row.value === 1 ? 'unitOne' : 'unit'}.${row.unit}`)}`}</strong>
      <small>{calendar ?? '—'}</small>
      {row.notBeforeMinutes > 0 ? (
        <small>{t('page.notBefore', { minutes: row.notBeforeMinutes })}</small>
      ) : null}
    </>
  )
}

interface CellProps {
  grade: TargetRow['grade']
  metric: string
  row: TargetRow | undefined
  onChange: (row: TargetRow | undefined) => void
}

function EditCell({ grade, metric, row, onChange }: CellProps) {
  const { t } = useTranslation('sla')
  const calendars = useCalendars()
  const now: TargetRow = row ?? {
    grade,
    metric,
    value: 1,
    unit: 'workingDays',
    calendarId: null,
    notBeforeMinutes: 0,
  }
  const label = `${t(`grade.${grade}`)} ${t(`metric.${metric}`, { defaultValue: metric })}`
  const essential = metric === 'response' || metric === 'restore'
  // on-site and its like are asked for later; what a group has promised runs from the moment it has the ticket
  const later = !essential && metric !== 'ola' && metric !== 'vendor'
  return (
    <div className="sla-cell">
      <Space.Compact block>
        <InputNumber
          min={1}
          max={10_000}
          precision={0}
          value={row?.value ?? null}
          placeholder={t('page.noTarget')}
          aria-label={label}
          status={essential && !row ? 'error' : ''}
          onChange={(value) => onChange(value ? { ...now, value } : undefined)}
        />
        <Select
          value={now.unit}
          disabled={!row}
          aria-label={`${label} · ${t(`unit.${now.unit}`)}`}
          popupMatchSelectWidth={false}
          options={targetUnitNames.map((unit) => ({ value: unit, label: t(`unit.${unit}`) }))}
          onChange={(unit) => onChange({ ...now, unit })}
        />
      </Space.Compact>
      <Select
        size="small"
        value={row?.calendarId ?? ''}
        disabled={!row}
        aria-label={`${label} · ${t('page.calendar')}`}
        popupMatchSelectWidth={false}
        options={[
          { value: '', label: t('page.unitCalendar') },
          ...calendars.map((c) => ({ value: c.id, label: c.name })),
        ]}
        onChange={(id) => onChange({ ...now, calendarId: id || null })}
      />
      {!later || !row ? null : (
        <label className="sla-not-before">
          <small>{t('page.notBeforeLabel')}</small>
          <Input
            size="small"
            inputMode="numeric"
            value={row.notBeforeMinutes}
            maxLength={5}
            onChange={(e) =>
              onChange({ ...now, notBeforeMinutes: Number(e.target.value.replace(/\D/g, '')) })
            }
          />
        </label>
      )}
    </div>
  )
}
