import { CheckCircleOutlined, ClockCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { invalidate, useCall, useDownload, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { personSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { sizeText, Uploader } from '#web/kit/Uploader.tsx'
import * as contract from '../contract.ts'
import { ReleaseState, useReleaseFields } from './parts.tsx'
import './release.css'

type Release = CallOutput<typeof contract.getRelease>
type Item = Release['items'][number]

/** One release: its checklist on the left, facts and what is missing on the right. */
export function ReleasePage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(contract.getRelease, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} release={data} />
}

function Loaded({ release }: { release: Release }) {
  const { t } = useTranslation('release')
  return (
    <RecordPage
      title={release.title}
      tabTitle={`${release.number} ${release.title}`}
      breadcrumb={[{ label: t('page.list'), to: '/releases' }, { label: release.number }]}
      tags={<ReleaseState state={release.state} />}
      sub={`${release.number} · ${release.service.name} ${release.versionName}`}
      actions={<Actions release={release} />}
      story={
        <>
          <Checklist release={release} />
          {release.notes ? (
            <Panel title={t('field.notes')}>
              <PlainText>{release.notes}</PlainText>
            </Panel>
          ) : null}
        </>
      }
      facts={
        <>
          <MissingPanel release={release} />
          <Panel title={t('page.facts')}>
            <FactList
              facts={[
                { label: t('field.service'), value: release.service.name },
                { label: t('field.versionName'), value: release.versionName },
                { label: t('field.builder'), value: release.builder },
                { label: t('field.plannedAt'), value: <TimeText at={release.plannedAt} /> },
                {
                  label: t('field.liveAt'),
                  value: (
                    <>
                      {release.liveBy?.name} · <TimeText at={release.liveAt} />
                    </>
                  ),
                  when: release.liveAt !== null,
                },
                {
                  label: t('field.reason'),
                  value: release.cancelReason,
                  when: release.cancelReason !== null,
                },
              ]}
            />
          </Panel>
          <ChangesPanel release={release} />
          <AttachmentsPanel release={release} />
        </>
      }
    />
  )
}

function Actions({ release }: { release: Release }) {
  const { t } = useTranslation('release')
  const [asked, setAsked] = useState<'edit' | 'cancel' | 'go-live' | null>(null)
  const close = () => setAsked(null)
  const fields = useReleaseFields()
  const edit = useMove(contract.editRelease, { done: t('page.done.saved'), onProblem: () => true })
  const cancel = useMove(contract.cancelRelease, { done: t('page.done.cancelled'), onDone: close })
  const live = useMove(contract.goLive, { done: t('page.done.live'), onDone: close })
  const can = (what: Release['abilities'][number]): boolean => release.abilities.includes(what)
  const at = { id: release.id, version: release.version }
  return (
    <>
      {can('edit') ? <Button onClick={() => setAsked('edit')}>{t('page.edit')}</Button> : null}
      {can('cancel') ? (
        <Button danger onClick={() => setAsked('cancel')}>
          {t('page.cancel')}
        </Button>
      ) : null}
      {can('go-live') ? (
        <Button type="primary" onClick={() => setAsked('go-live')}>
          {t('page.goLive')}
        </Button>
      ) : null}
      {asked === 'edit' ? (
        <FormDialog
          title={t('page.edit')}
          fields={fields}
          initial={{ ...release }}
          onSubmit={(values) => {
            const given = Object.fromEntries(fields.map(({ name }) => [name, values[name]]))
            const body = { ...given, plannedAt: given['plannedAt'] ?? null, notes: given['notes'] ?? '' }
            return edit.mutateAsync({ ...body, ...at } as CallInput<typeof contract.editRelease>)
          }}
          onClose={close}
        />
      ) : null}
      <ConfirmMove
        open={asked === 'cancel'}
        title={t('page.cancel')}
        reason="required"
        danger
        busy={cancel.isPending}
        error={cancel.error}
        onCancel={close}
        onConfirm={(reason) => cancel.mutate({ ...at, reason })}
      />
      <ConfirmMove
        open={asked === 'go-live'}
        title={`${t('page.goLive')} · ${release.versionName}`}
        reason="none"
        busy={live.isPending}
        error={live.error}
        onCancel={close}
        onConfirm={() => live.mutate(at)}
      />
    </>
  )
}

function MissingPanel({ release }: { release: Release }) {
  const { t } = useTranslation('release')
  if (release.state !== 'preparing') return null
  return (
    <Panel title={t('page.missing')}>
      {release.missing.length === 0 ? (
        <p className="rel-ready">
          <CheckCircleOutlined aria-hidden="true" /> {t('page.ready')}
        </p>
      ) : (
        <ul className="rel-missing">
          {release.missing.map((one) => (
            <li key={one}>
              <ExclamationCircleOutlined aria-hidden="true" /> {one}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Checklist({ release }: { release: Release }) {
  const { t } = useTranslation('release')
  const [recording, setRecording] = useState<Item | null>(null)
  const confirm = useMove(contract.confirmItem, { done: t('page.done.confirmed') })
  const record = useMove(contract.recordItem, { done: t('page.done.recorded'), onProblem: () => true })
  const download = useDownload(contract.downloadFromRelease)
  const at = { id: release.id, version: release.version }
  const files = release.attachments.map((file) => ({ value: file.id, label: file.name }))
  return (
    <Panel title={t('page.checklist')}>
      <ol className="rel-items">
        {release.items.map((item) => (
          <li key={item.key}>
            <div className="rel-item-head">
              <strong>{item.label}</strong>
              <span>
                {item.mayConfirm ? (
                  <Button
                    size="small"
                    type="primary"
                    aria-label={`${t('page.confirm')} ${item.label}`}
                    onClick={() => confirm.mutate({ ...at, key: item.key })}
                  >
                    {t('page.confirm')}
                  </Button>
                ) : null}
                {release.abilities.includes('record') ? (
                  <Button
                    size="small"
                    aria-label={`${t('page.record')} ${item.label}`}
                    onClick={() => setRecording(item)}
                  >
                    {t('page.record')}
                  </Button>
                ) : null}
              </span>
            </div>
            {item.record ? (
              <>
                <PlainText>{item.record.statement}</PlainText>
                <small>
                  {item.record.person.name} · {item.record.doneOn} · {item.record.link}
                  {item.record.fileId ? (
                    <Button
                      type="link"
                      size="small"
                      onClick={() => download.run({ id: release.id, fileId: item.record!.fileId! })}
                    >
                      {t('field.file')}
                    </Button>
                  ) : null}
                </small>
                <small className={item.record.confirmedBy ? 'rel-ready' : 'rel-waiting'}>
                  {item.record.confirmedBy ? (
                    <>
                      <CheckCircleOutlined aria-hidden="true" />{' '}
                      {t('page.confirmedBy', { by: item.record.confirmedBy })}
                    </>
                  ) : (
                    <>
                      <ClockCircleOutlined aria-hidden="true" /> {t('page.unconfirmed')} ·{' '}
                      {t('page.by', { by: item.record.recordedBy })}
                    </>
                  )}
                </small>
              </>
            ) : (
              <small>{t('page.notRecorded')}</small>
            )}
          </li>
        ))}
      </ol>
      {recording ? (
        <FormDialog
          title={recording.label}
          initial={recording.record ? { ...recording.record, personId: recording.record.person.id } : {}}
          fields={[
            {
              name: 'personId',
              label: t('field.person'),
              type: 'remote',
              source: personSource,
              required: true,
              half: true,
              ...(recording.record ? { valueLabel: recording.record.person.name } : {}),
            },
            { name: 'doneOn', label: t('field.doneOn'), type: 'date', required: true, half: true },
            { name: 'statement', label: t('field.statement'), type: 'longtext', rows: 3, required: true },
            { name: 'link', label: t('field.link'), type: 'text', max: 1000 },
            ...(files.length > 0
              ? [{ name: 'fileId', label: t('field.file'), type: 'select' as const, options: files }]
              : []),
          ]}
          onSubmit={({ personId, doneOn, statement, link, fileId }) =>
            record.mutateAsync({
              ...at,
              key: recording.key,
              personId,
              doneOn: String(doneOn).slice(0, 10),
              statement,
              ...(link ? { link } : {}),
              ...(fileId ? { fileId } : {}),
            } as CallInput<typeof contract.recordItem>)
          }
          onClose={() => setRecording(null)}
        />
      ) : null}
    </Panel>
  )
}

function ChangesPanel({ release }: { release: Release }) {
  const { t } = useTranslation('release')
  const [adding, setAdding] = useState(false)
  const link = useMove(contract.linkChange, { onProblem: () => true })
  return (
    <Panel
      title={t('page.changes')}
      actions={
        release.abilities.includes('record') ? (
          <Button size="small" onClick={() => setAdding(true)}>
            {t('page.addChange')}
          </Button>
        ) : null
      }
    >
      <ul className="rel-lines">
        {release.changes.map((one) => (
          <li key={one.id}>
            {one.title === null ? (
              `${one.number} ${t('page.hidden')}`
            ) : (
              <Link to="/changes/$id" params={{ id: one.id }}>
                {one.number} {one.title}
              </Link>
            )}
            <small>{t(`change:state.${one.state as 'draft'}`)}</small>
          </li>
        ))}
      </ul>
      {adding ? (
        <FormDialog
          title={t('page.addChange')}
          fields={[
            {
              name: 'changeNumber',
              label: t('page.changeNumber'),
              type: 'text',
              required: true,
              autoFocus: true,
              placeholder: 'CHG-20261122-0001',
            },
          ]}
          onSubmit={(values) =>
            link.mutateAsync({ id: release.id, changeNumber: String(values['changeNumber']) })
          }
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Panel>
  )
}

function AttachmentsPanel({ release }: { release: Release }) {
  const { t } = useTranslation('release')
  const client = useQueryClient()
  const download = useDownload(contract.downloadFromRelease)
  return (
    <Panel title={t('page.attachments')}>
      <ul className="rel-lines">
        {release.attachments.map((file) => (
          <li key={file.id}>
            <Button
              type="link"
              size="small"
              onClick={() => download.run({ id: release.id, fileId: file.id })}
            >
              {file.name} ({sizeText(file.size)})
            </Button>
          </li>
        ))}
      </ul>
      {release.abilities.includes('record') ? (
        <Uploader
          endpoint={contract.attachToRelease}
          input={{ id: release.id }}
          onDone={() => void invalidate(client, 'release')}
        />
      ) : null}
    </Panel>
  )
}
