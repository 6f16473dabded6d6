import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listTeams } from '#modules/duty/team-contract.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { colon, comma } from '#web/kit/marks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import type { FormField, FormValues } from '#web/kit/RecordForm.tsx'
import { plainList, RecordTable } from '#web/kit/RecordTable.tsx'
import { RemoteMany } from '#web/kit/RemoteMany.tsx'
import { orgSource, personSource } from '#web/kit/sources.ts'
import { Tag } from '#web/kit/tags.tsx'
import { useMe } from '#web/session.tsx'
import { createParty, editParty, listParties, type PartyRecord } from '../contract.ts'
import { partyName } from './parts.tsx'

/** Who reports, to whom, by when. */
export function PartiesPage() {
  const { t } = useTranslation('zero-report')
  const found = useCall(listParties, {})
  const [open, setOpen] = useState<PartyRecord | 'new' | null>(null)
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.parties')}
        breadcrumb={[{ label: t('page.list'), to: '/zero-reports' }, { label: t('page.parties') }]}
        actions={
          found.data?.mayCreate ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setOpen('new')}>
              {t('act.addParty')}
            </Button>
          ) : null
        }
      />
      <RecordTable
        list={plainList({ ...found, data: found.data?.items })}
        label={t('page.parties')}
        onOpen={(row) => (row.mayEdit ? setOpen(row) : undefined)}
        empty={{ title: t('page.noParties'), hint: t('page.noPartiesHint') }}
        columns={[
          {
            ...{ key: 'party', title: t('field.party'), lead: true, width: 220 },
            render: (row) => partyName(row),
          },
          { key: 'org', title: t('field.org'), width: 200, wide: true, render: (row) => row.org.name },
          { key: 'to', title: t('field.to'), width: 200, render: (row) => row.to.name },
          { key: 'due', title: t('field.due'), width: 90, named: true },
          {
            ...{ key: 'people', title: t('field.people'), cut: true },
            render: (row) =>
              [...(row.team ? [t('field.onDuty')] : []), ...row.people.map((one) => one.name)].join(
                comma(),
              ) || t('field.unitLeader'),
          },
          {
            ...{ key: 'holidays', title: t('field.holidays'), width: 160, wide: true },
            render: (row) => (row.holidays ? '✓' : '—'),
          },
          {
            ...{ key: 'active', title: t('field.active'), width: 90, named: true },
            render: (row) => (
              <Tag hue={row.active ? 'green' : 'grey'}>
                {t(row.active ? 'field.active' : 'field.inactive')}
              </Tag>
            ),
          },
        ]}
      />
      {open ? <PartyDialog party={open === 'new' ? null : open} onClose={() => setOpen(null)} /> : null}
    </div>
  )
}

function useFields(party: PartyRecord | null): FormField[] {
  const { t } = useTranslation('zero-report')
  const me = useMe()?.person
  const teams = useCall(listTeams, {}, { staleTime: 60_000 }).data?.items ?? []
  const whose: FormField[] = [
    { name: 'orgId', label: t('field.org'), type: 'remote', source: orgSource, half: true },
    {
      ...{ name: 'teamId', label: t('field.team'), type: 'select', half: true, hint: t('field.teamHint') },
      options: teams.filter((one) => one.active).map((one) => ({ value: one.id, label: one.name })),
    },
    {
      ...{ name: 'toOrgId', label: t('field.to'), type: 'remote', source: orgSource, required: true },
      ...{ half: true, valueLabel: me?.orgName ?? '' },
    },
  ]
  return [
    ...(party ? [] : whose),
    {
      ...{ name: 'due', label: t('field.due'), type: 'text', max: 5, required: true, half: true },
      hint: t('field.dueHint'),
    },
    {
      ...{ name: 'personIds', label: t('field.people'), type: 'custom', hint: t('field.peopleHint') },
      render: (props) => <RemoteMany {...props} source={personSource} known={party?.people ?? []} />,
    },
    { name: 'holidays', label: t('field.holidays'), type: 'switch', half: true },
    { name: 'active', label: t('field.active'), type: 'switch', half: true },
  ]
}

function PartyDialog({ party, onClose }: { party: PartyRecord | null; onClose: () => void }) {
  const { t } = useTranslation('zero-report')
  const me = useMe()?.person
  const options = { done: t('done.saved'), onProblem: () => true as const }
  const create = useMove(createParty, options)
  const edit = useMove(editParty, options)
  const bodyOf = (values: FormValues) => ({
    ...(values['orgId'] ? { orgId: values['orgId'] } : {}),
    ...(values['teamId'] ? { teamId: values['teamId'] } : {}),
    ...(party ? {} : { toOrgId: values['toOrgId'] }),
    due: values['due'],
    personIds: values['personIds'] ?? [],
    holidays: values['holidays'] ?? false,
    active: values['active'] ?? false,
  })
  return (
    <FormDialog
      title={party ? `${t('act.editParty')}${colon()}${partyName(party)}` : t('act.addParty')}
      fields={useFields(party)}
      fieldOf={(path) => path.replace(/^personIds\..*/, 'personIds')}
      initial={
        party
          ? {
              ...{ due: party.due, holidays: party.holidays, active: party.active },
              personIds: party.people.map((one) => one.id),
            }
          : { toOrgId: me?.orgId, due: '17:00', holidays: true, active: true }
      }
      onSubmit={(values) =>
        party
          ? edit.mutateAsync({ id: party.id, version: party.version, ...bodyOf(values) } as never)
          : create.mutateAsync(bodyOf(values) as never)
      }
      onClose={onClose}
    />
  )
}
