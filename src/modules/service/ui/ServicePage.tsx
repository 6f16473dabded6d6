import { EditOutlined, StopOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { listCalendars } from '#kernel/calendar/contract.ts'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { listAgreements } from '#modules/sla/contract.ts'
import { RecordBlocks } from '#web/RecordBlocks.tsx'
import { useCall, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { RecordForm } from '#web/kit/RecordForm.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { StatusTag } from '#web/kit/tags.tsx'
import { deactivateService, getService, updateService } from '../contract.ts'
import { emptied, useServiceFields } from './fields.tsx'
import './service.css'

type Service = CallOutput<typeof getService>

/** One information system: its facts and matchers, and its form for those who may change it. */
export function ServicePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(getService, { id })
  const [editing, setEditing] = useState(false)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return editing ? (
    <EditService service={data} onDone={() => setEditing(false)} />
  ) : (
    <ShowService service={data} onEdit={() => setEditing(true)} />
  )
}

function ShowService({ service, onEdit }: { service: Service; onEdit: () => void }) {
  const { t } = useTranslation('service')
  const [retiring, setRetiring] = useState(false)
  const agreements = useCall(listAgreements, { kind: 'sla', limit: 200 }, { staleTime: 60_000 })
  const calendars = useCall(listCalendars, {}, { staleTime: 60_000 })
  const retire = useMove(deactivateService, { done: t('page.deactivated'), onDone: () => setRetiring(false) })
  const activate = useMove(updateService, { done: t('page.activated') })
  const { id, version, abilities } = service
  const agreement = agreements.data?.items.find((a) => a.id === service.agreementId)?.name
  const calendar = calendars.data?.items.find((c) => c.id === service.calendarId)?.name
  const actions = (
    <>
      {abilities.includes('deactivate') ? (
        <Button icon={<StopOutlined />} onClick={() => setRetiring(true)}>
          {t('page.deactivate')}
        </Button>
      ) : null}
      {abilities.includes('activate') ? (
        <Button loading={activate.isPending} onClick={() => activate.mutate({ id, version, active: true })}>
          {t('page.activate')}
        </Button>
      ) : null}
      {abilities.includes('update') ? (
        <Button type="primary" icon={<EditOutlined />} onClick={onEdit}>
          {t('page.edit')}
        </Button>
      ) : null}
    </>
  )
  const state = service.active ? 'active' : 'inactive'
  return (
    <>
      <RecordPage
        title={service.name}
        tags={<StatusTag state={state} label={t(`page.${state}`)} />}
        sub={<code>{service.code}</code>}
        breadcrumb={[{ label: t('page.title'), to: '/services' }]}
        actions={actions}
        story={
          <>
            <Panel title={t('field.description')}>
              <PlainText>{service.description || '—'}</PlainText>
            </Panel>
            <Panel title={t('field.matchers')}>
              <p>{t('matcher.help')}</p>
              <MatcherList sets={service.matchers} />
            </Panel>
            <RecordBlocks record="service" id={id} />
          </>
        }
        facts={
          <Panel>
            <FactList
              facts={[
                { label: t('field.ownerOrg'), value: service.ownerOrgName },
                { label: t('field.group'), value: service.groupName },
                { label: t('field.vendor'), value: service.vendorOrgName },
                {
                  label: t('field.protectionGrade'),
                  value:
                    service.protectionGrade &&
                    t('field.protectionGradeN', { grade: service.protectionGrade }),
                },
                { label: t('field.agreement'), value: service.agreementId ? agreement : t('field.byRule') },
                { label: t('field.calendar'), value: service.calendarId ? calendar : t('field.byUnit') },
                { label: t('field.public'), value: t(service.public ? 'field.yes' : 'field.no') },
              ]}
            />
          </Panel>
        }
      />
      <ConfirmMove
        open={retiring}
        title={t('page.deactivate')}
        description={t('page.confirmDeactivate')}
        reason="none"
        danger
        busy={retire.isPending}
        error={retire.error}
        onCancel={() => setRetiring(false)}
        onConfirm={() => retire.mutate({ id, version })}
      />
    </>
  )
}

function MatcherList({ sets }: { sets: Service['matchers'] }) {
  const { t } = useTranslation('service')
  if (sets.length === 0) return <p>{t('field.none')}</p>
  return (
    <ol>
      {sets.map((set, i) => (
        <li key={i} className="service-matcher-text">
          {set.map((m) => (
            <div key={m.label}>
              <code>{m.label}</code> {t(m.regex ? 'matcher.regex' : 'matcher.equals')} <code>{m.value}</code>
            </div>
          ))}
        </li>
      ))}
    </ol>
  )
}

function EditService({ service, onDone }: { service: Service; onDone: () => void }) {
  const { t } = useTranslation('service')
  const fields = useServiceFields(t, service)
  const update = useMove(updateService, { done: t('page.saved'), onProblem: () => true })
  return (
    <div className="zy-page zy-page-narrow">
      <PageHeader
        title={`${t('page.edit')} · ${service.name}`}
        breadcrumb={[{ label: t('page.title'), to: '/services' }]}
      />
      <Panel>
        <RecordForm
          fields={fields}
          initial={{ ...service }}
          onSubmit={async (values) => {
            const { id, version } = service
            await update.mutateAsync({ ...emptied, ...values, id, version } as CallInput<
              typeof updateService
            >)
            onDone()
          }}
          onCancel={onDone}
        />
      </Panel>
    </div>
  )
}
