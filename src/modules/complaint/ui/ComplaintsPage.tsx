import { PlusOutlined, SettingOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList, useMove } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { RecordTable } from '#web/kit/RecordTable.tsx'
import { orgSource, personSource, serviceSource, vendorSource } from '#web/kit/sources.ts'
import { Tag } from '#web/kit/tags.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { getSetting, listComplaints, putSetting, takeDown } from '../contract.ts'
import { deskChannels, kinds, states } from '../lifecycle.ts'
import { KindTag, StateTag, useSaidFields } from './parts.tsx'

/** What has come in, for intake and for those who deal with it. */
export function ComplaintsPage() {
  const { t } = useTranslation('complaint')
  const navigate = useNavigate()
  const can = useCan()
  const [url, setUrl] = useUrlState()
  const [dialog, setDialog] = useState<'new' | 'setting' | null>(null)
  const state = states.find((one) => one === url['state'])
  const kind = kinds.find((one) => one === url['kind'])
  const only = url['only'] === 'mine' || url['only'] === 'late' ? url['only'] : 'all'
  const list = useInfiniteList(listComplaints, {
    ...(state ? { state } : {}),
    ...(kind ? { kind } : {}),
    ...(url['q'] ? { q: url['q'] } : {}),
    ...(only === 'mine' ? { mine: 'true' as const } : only === 'late' ? { late: 'true' as const } : {}),
  })
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.list')}
        sub={t('page.sub')}
        actions={
          <>
            {can('complaint.configure') ? (
              <Button icon={<SettingOutlined />} onClick={() => setDialog('setting')}>
                {t('button.setting')}
              </Button>
            ) : null}
            {can('complaint.intake') ? (
              <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog('new')}>
                {t('button.takeDown')}
              </Button>
            ) : null}
          </>
        }
      />
      <FilterBar
        filters={[
          {
            key: 'state',
            label: t('field.state'),
            options: states.map((value) => ({ value, label: t(`state.${value}`) })),
          },
          {
            key: 'kind',
            label: t('field.kind'),
            options: kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
          },
        ]}
        extra={
          <Segmented
            value={only}
            onChange={(value) => setUrl({ only: value === 'all' ? undefined : value }, { push: true })}
            options={(['all', 'mine', 'late'] as const).map((value) => ({
              value,
              label: t(`filter.${value}`),
            }))}
          />
        }
        extraKeys={['only']}
      />
      <section className="zy-panel">
        <RecordTable
          list={list}
          label={t('page.list')}
          filtered={Boolean(state ?? kind ?? url['q']) || only !== 'all'}
          onOpen={(row) => void navigate({ to: `/complaints/${row.id}` as never })}
          empty={{ title: t('page.empty'), hint: t('page.emptyHint') }}
          columns={[
            {
              key: 'number',
              title: t('field.number'),
              width: 170,
              render: (row) => <RecordNumber>{row.number}</RecordNumber>,
            },
            { key: 'kind', title: t('field.kind'), width: 80, render: (row) => <KindTag kind={row.kind} /> },
            { key: 'title', title: t('field.title'), cut: true, lead: true },
            {
              key: 'about',
              title: t('field.about'),
              width: 200,
              wide: true,
              render: (row) => row.aboutName || t(`about.${row.about}`),
            },
            {
              key: 'channel',
              title: t('field.channel'),
              width: 80,
              wide: true,
              render: (row) => t(`channel.${row.channel}`),
            },
            {
              key: 'handler',
              title: t('field.handler'),
              width: 100,
              wide: true,
              render: (row) => row.handler?.name ?? '—',
            },
            {
              key: 'due',
              title: t('field.answerDue'),
              width: 150,
              render: (row) =>
                row.late ? (
                  <Tag hue="red">{t('late')}</Tag>
                ) : (
                  <TimeText at={row.state === 'received' ? row.ackDueAt : row.answerDueAt} />
                ),
            },
            {
              key: 'state',
              title: t('field.state'),
              width: 100,
              render: (row) => <StateTag state={row.state} />,
            },
          ]}
        />
      </section>
      {dialog === 'new' ? <TakeDown close={() => setDialog(null)} /> : null}
      {dialog === 'setting' ? <SettingDialog close={() => setDialog(null)} /> : null}
    </div>
  )
}

const sources = { service: serviceSource, vendor: vendorSource, org: orgSource, person: personSource }

/** What somebody says by telephone, mail, letter or in person. */
function TakeDown({ close }: { close: () => void }) {
  const { t } = useTranslation('complaint')
  const navigate = useNavigate()
  const [kind, about, ...rest] = useSaidFields(['service', 'vendor', 'org', 'person', 'other'])
  const take = useMove(takeDown, { onProblem: () => true })
  const labels = {
    service: 'aboutService',
    vendor: 'aboutVendor',
    org: 'aboutOrg',
    person: 'aboutPerson',
  } as const
  const things = (['service', 'vendor', 'org', 'person'] as const).map((value): FormField => ({
    ...{ name: `at-${value}`, label: t(`field.${labels[value]}`), type: 'remote', source: sources[value] },
    when: (values) => values['about'] === value,
  }))
  const who: FormField[] = [
    {
      ...{ name: 'channel', label: t('field.channel'), type: 'select', required: true, half: true },
      options: deskChannels.map((value) => ({ value, label: t(`channel.${value}`) })),
    },
    { ...{ name: 'personId', label: t('field.account'), type: 'remote', source: personSource, half: true } },
    { ...{ name: 'contactName', label: t('field.contactName'), type: 'text', max: 60, half: true } },
    { ...{ name: 'contactPhone', label: t('field.contactPhone'), type: 'text', max: 40, half: true } },
  ]
  return (
    <FormDialog
      title={t('page.new')}
      fields={[...who, kind!, about!, ...things, ...rest]}
      initial={{ channel: 'phone', kind: 'complaint', about: 'service' }}
      fieldOf={(path) => (path === 'aboutId' ? 'about' : path)}
      width={680}
      onClose={close}
      onSubmit={async (values) => {
        const {
          'at-service': service,
          'at-vendor': vendor,
          'at-org': org,
          'at-person': person,
          ...plain
        } = values
        const id = { service, vendor, org, person, other: null }[plain['about'] as 'service']
        const made = await take.mutateAsync({
          ...plain,
          aboutId: id ?? null,
          personId: plain['personId'] ?? null,
        } as never)
        void navigate({ to: `/complaints/${made.id}` as never })
      }}
    />
  )
}

function SettingDialog({ close }: { close: () => void }) {
  const { t } = useTranslation('complaint')
  const { data } = useCall(getSetting, {})
  const save = useMove(putSetting, { done: t('done.saved'), onProblem: () => true })
  if (!data) return null
  const days = (name: 'ackDays' | 'answerDays', max: number): FormField => ({
    ...{ name, label: t(`field.${name}`), type: 'number', min: 1, max, required: true, half: true },
  })
  return (
    <FormDialog
      title={t('button.setting')}
      fields={[days('ackDays', 30), days('answerDays', 120)]}
      initial={{ ackDays: data.ackDays, answerDays: data.answerDays }}
      onClose={close}
      onSubmit={(values) => save.mutateAsync({ ...values, version: data.version } as never)}
    />
  )
}
