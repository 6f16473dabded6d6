import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import { orgSource } from '#web/kit/sources.ts'
import { useMe } from '#web/session.tsx'
import { createPeriod, editPeriod, type PeriodRecord } from '../period-contract.ts'
import { listTeams } from '../team-contract.ts'
import { levels } from '../words.ts'
import type zh from '../zh-CN.ts'
import { today } from './parts.tsx'

function useFields(period: PeriodRecord | null): FormField[] {
  const { t } = useTranslation('duty')
  const me = useMe()?.person
  const teams = useCall(listTeams, {}, { staleTime: 60_000 }).data?.items ?? []
  const word = (key: Exclude<keyof typeof zh.screen.periods, 'leastText' | 'reportText'>): string =>
    t(`screen.periods.${key}`)
  return [
    {
      name: 'name',
      label: t('screen.field.name'),
      type: 'text',
      max: 100,
      required: true,
      half: true,
      autoFocus: true,
    },
    {
      ...{ name: 'level', label: word('level'), type: 'select', required: true, half: true },
      options: levels.map((value) => ({ value, label: t(`screen.level.${value}`) })),
    },
    { name: 'fromDay', label: t('screen.field.from'), type: 'date', required: true, half: true },
    { name: 'toDay', label: t('screen.field.to'), type: 'date', required: true, half: true },
    ...(period
      ? []
      : [
          {
            ...{ name: 'orgId', label: word('owner'), type: 'remote' as const, source: orgSource },
            ...{ required: true, half: true, valueLabel: me?.orgName ?? '' },
          },
        ]),
    {
      ...{ name: 'reportBy', label: word('reportBy'), type: 'text', max: 5, half: true },
      hint: word('reportByHint'),
    },
    {
      ...{ name: 'orgIds', label: word('orgs'), type: 'custom', hint: word('orgsHint') },
      render: (props) => <RemoteMany {...props} source={orgSource} known={period?.orgs ?? []} />,
    },
    {
      ...{ name: 'teamIds', label: word('teams'), type: 'select', multiple: true },
      options: teams
        .filter((one) => one.active || period?.teams.some((known) => known.id === one.id))
        .map((one) => ({ value: one.id, label: one.name })),
    },
    {
      ...{ name: 'leastDuty', label: word('leastDuty'), type: 'number', min: 0, max: 20, half: true },
      hint: word('leastDutyHint'),
    },
    { name: 'needsLeader', label: word('needsLeader'), type: 'switch', half: true },
    { name: 'fullCover', label: word('fullCover'), type: 'switch', half: true },
    {
      ...{ name: 'rules', label: word('rules'), type: 'longtext', max: 4000, rows: 3 },
      placeholder: word('rulesHint'),
    },
  ]
}

const bodyOf = (values: FormValues): FormValues => ({
  ...values,
  reportBy: values['reportBy'] || null,
  rules: values['rules'] ?? '',
  leastDuty: values['leastDuty'] ?? 0,
  needsLeader: values['needsLeader'] ?? false,
  fullCover: values['fullCover'] ?? false,
  orgIds: values['orgIds'] ?? [],
  teamIds: values['teamIds'] ?? [],
})

/** A new guarantee period, or a change of one. */
export function PeriodDialog({ period, onClose }: { period: PeriodRecord | null; onClose: () => void }) {
  const { t } = useTranslation('duty')
  const me = useMe()?.person
  const fields = useFields(period)
  const options = { done: t('screen.periods.saved'), onProblem: () => true as const }
  const create = useMove(createPeriod, options)
  const edit = useMove(editPeriod, options)
  return (
    <FormDialog
      title={t(period ? 'screen.periods.edit' : 'screen.periods.add')}
      fields={fields}
      fieldOf={(path) => path.replace(/^(orgIds|teamIds)\..*/, '$1')}
      initial={
        period
          ? {
              ...period,
              orgIds: period.orgs.map((one) => one.id),
              teamIds: period.teams.map((one) => one.id),
            }
          : {
              orgId: me?.orgId,
              fromDay: today(),
              toDay: today(),
              level: 'second',
              leastDuty: 0,
              fullCover: false,
              needsLeader: true,
            }
      }
      onSubmit={(values) =>
        period
          ? edit.mutateAsync({ id: period.id, version: period.version, ...bodyOf(values) } as never)
          : create.mutateAsync(bodyOf(values) as never)
      }
      onClose={onClose}
    />
  )
}
