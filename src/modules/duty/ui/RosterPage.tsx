import {
  DeleteOutlined,
  FileExcelOutlined,
  PrinterOutlined,
  ReloadOutlined,
  SendOutlined,
  UploadOutlined,
} from '@ant-design/icons'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button, Dropdown, Popconfirm } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useDownload, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import {
  deleteRoster,
  exportRoster,
  generateRoster,
  getRoster,
  printRoster,
  publishRoster,
  type RosterRecord,
  type ShiftRecord,
} from '../contract.ts'
import { EditShift } from './EditShift.tsx'
import { Issues, RosterState } from './parts.tsx'
import { Periods } from './Periods.tsx'
import { RosterTable } from './RosterTable.tsx'

/** A roster: what is wrong with it, its shifts, and what changed since it was published. */
export function RosterPage() {
  const { t } = useTranslation('duty')
  const { id = '' } = useParams({ strict: false })
  const { data, error, refetch } = useCall(getRoster, { id })
  const [edited, setEdited] = useState<ShiftRecord | null>(null)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Bars rows={12} />
  const keeps = data.abilities.includes('edit')
  return (
    <div className="zy-page">
      <PageHeader
        title={`${data.team.name} ${data.fromDay} – ${data.toDay}`}
        breadcrumb={[{ label: t('page.teams'), to: '/duty-teams' }, { label: t('page.roster') }]}
        tags={<RosterState state={data.state} />}
        sub={
          data.state === 'published' ? (
            <>
              {t('screen.revision', { n: data.revision })} · {data.publishedBy}{' '}
              <TimeText at={data.publishedAt} />
            </>
          ) : null
        }
        actions={<Actions roster={data} />}
      />
      <Periods periods={data.periods} />
      {keeps ? (
        <Panel
          {...(data.issues.length > 0 ? { title: t('screen.issues', { count: data.issues.length }) } : {})}
        >
          <Issues issues={data.issues} />
        </Panel>
      ) : null}
      <RosterTable roster={data} {...(keeps ? { onEdit: setEdited } : {})} />
      {data.state === 'published' ? <Changes roster={data} /> : null}
      {edited ? <EditShift roster={data} shift={edited} onClose={() => setEdited(null)} /> : null}
    </div>
  )
}

function Actions({ roster }: { roster: RosterRecord }) {
  const { t } = useTranslation('duty')
  const navigate = useNavigate()
  const print = useDownload(printRoster)
  const sheet = useDownload(exportRoster)
  const generate = useMove(generateRoster, { done: t('screen.generated') })
  const publish = useMove(publishRoster, { done: t('screen.publishedDone') })
  const remove = useMove(deleteRoster, {
    done: t('screen.deleted'),
    onDone: () => void navigate({ to: '/duty-teams', search: { at: roster.team.id } as never }),
  })
  const { id, version } = roster
  const may = (what: RosterRecord['abilities'][number]) => roster.abilities.includes(what)
  const bad = roster.issues.length
  return (
    <>
      <Dropdown
        menu={{
          items: (['A4', 'A3'] as const).map((paper) => ({ key: paper, label: paper })),
          onClick: ({ key }) => print.run({ id, paper: key as 'A4' | 'A3' }),
        }}
      >
        <Button icon={<PrinterOutlined />} loading={print.busy}>
          {t('screen.print.action')}
        </Button>
      </Dropdown>
      <Button icon={<FileExcelOutlined />} loading={sheet.busy} onClick={() => sheet.run({ id })}>
        {t('screen.export')}
      </Button>
      {may('edit') ? (
        <Button icon={<UploadOutlined />} onClick={() => void navigate({ to: '/duty-import' })}>
          {t('screen.import.action')}
        </Button>
      ) : null}
      {may('delete') ? (
        <Popconfirm title={t('screen.deleteSure')} onConfirm={() => remove.mutate({ id, version })}>
          <Button danger icon={<DeleteOutlined />}>
            {t('screen.deleteDraft')}
          </Button>
        </Popconfirm>
      ) : null}
      {may('generate') ? (
        <Popconfirm
          title={t('screen.generate')}
          description={t('screen.generateSure')}
          styles={{ root: { maxWidth: 360 } }}
          onConfirm={() => generate.mutate({ id, version })}
        >
          <Button icon={<ReloadOutlined />} loading={generate.isPending}>
            {t('screen.generate')}
          </Button>
        </Popconfirm>
      ) : null}
      {may('publish') ? (
        <Popconfirm
          title={bad > 0 ? t('screen.publishBad', { count: bad }) : t('screen.publishSure')}
          onConfirm={() => publish.mutate({ id, version })}
        >
          <Button type="primary" icon={<SendOutlined />} loading={publish.isPending}>
            {t('screen.publish')}
          </Button>
        </Popconfirm>
      ) : null}
    </>
  )
}

function Changes({ roster }: { roster: RosterRecord }) {
  const { t } = useTranslation('duty')
  const names = (list: string[]) => list.join(comma()) || t('screen.none')
  return (
    <Panel title={t('screen.changes')}>
      {roster.changes.length === 0 ? <p className="duty-fine">{t('screen.noChanges')}</p> : null}
      <ul className="duty-changes">
        {roster.changes.map((c, i) => (
          <li key={i}>
            <span>
              {t('screen.changeText', {
                day: c.shift.day,
                shift: c.shift.name,
                role: t(`screen.role.${c.role}`),
                before: names(c.before),
                after: names(c.after),
              })}
            </span>
            <small>
              {t('screen.revision', { n: c.revision })} · {t(`screen.why.${c.why}`)} · {c.by}{' '}
              <TimeText at={c.at} /> {c.reason}
            </small>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
