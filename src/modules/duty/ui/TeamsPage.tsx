import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { SideList } from '#web/kit/SideList.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'
import { getTeam, listTeams, type TeamRecord } from '../team-contract.ts'
import { Absences } from './Absences.tsx'
import { Phone } from './parts.tsx'
import { Rosters } from './Rosters.tsx'
import { Rotations } from './Rotations.tsx'
import { TeamDialog } from './TeamDialog.tsx'

/** Duty teams at the left, the chosen one at the right: people, shifts, rotations, absences, rosters. */
export function TeamsPage() {
  const { t } = useTranslation('duty')
  const [url, setUrl] = useUrlState()
  const found = useCall(listTeams, {})
  const [dialog, setDialog] = useState<TeamRecord | 'new' | null>(null)
  const items = found.data?.items ?? []
  const chosen = items.find((one) => one.id === url['at']) ?? items[0]
  const choose = (id: string) => setUrl({ at: id })
  if (found.error) return <ErrorState error={found.error} retry={() => void found.refetch()} />
  return (
    <div className="zy-page">
      <PageHeader
        title={t('page.teams')}
        actions={
          found.data?.mayCreate ? (
            <Button type="primary" icon={<PlusOutlined />} onClick={() => setDialog('new')}>
              {t('screen.newTeam')}
            </Button>
          ) : null
        }
      />
      {!found.data ? (
        <Bars rows={8} />
      ) : items.length === 0 ? (
        <EmptyState title={t('screen.noTeam')} hint={t('screen.noTeamHint')} />
      ) : (
        <SideList
          label={t('page.teams')}
          chosen={chosen?.id}
          onChoose={choose}
          items={items.map(({ id, name, org, memberCount }) => ({
            id,
            name,
            note: `${org.name} · ${memberCount}`,
          }))}
        >
          {chosen ? <Team id={chosen.id} onEdit={setDialog} /> : null}
        </SideList>
      )}
      {dialog ? (
        <TeamDialog team={dialog === 'new' ? null : dialog} onDone={choose} onClose={() => setDialog(null)} />
      ) : null}
    </div>
  )
}

function Team({ id, onEdit }: { id: string; onEdit: (team: TeamRecord) => void }) {
  const { t } = useTranslation('duty')
  const { data, error } = useCall(getTeam, { id })
  if (error) return <ErrorState error={error} />
  if (!data) return <Bars rows={8} />
  return (
    <div className="duty-team">
      <Rosters team={data} />
      <Rotations team={data} />
      <Panel
        title={data.name}
        actions={
          data.abilities.includes('edit') ? (
            <Button size="small" onClick={() => onEdit(data)}>
              {t('screen.editTeam')}
            </Button>
          ) : null
        }
      >
        <FactList
          facts={[
            { label: t('screen.field.org'), value: data.org.name },
            { label: t('screen.field.phone'), value: data.phone ? <Phone number={data.phone} /> : null },
            { label: t('screen.field.place'), value: data.place || null },
            {
              label: t('screen.plan'),
              value: data.plan.map((s) => (
                <div key={s.code}>
                  {s.name} <span className="zy-num">{`${s.from}–${s.to}`}</span>{' '}
                  <small>{s.on.map((kind) => t(`screen.kind.${kind}`)).join(comma())}</small>
                </div>
              )),
            },
          ]}
        />
        <ul className="duty-list">
          {data.members.map((m) => (
            <li key={m.person.id}>
              <span>
                {m.person.name} {m.leader ? <small>{t('screen.field.leader')}</small> : null}
              </span>
              <Phone number={m.phone || m.ownPhone} />
            </li>
          ))}
        </ul>
      </Panel>
      <Absences team={data} />
    </div>
  )
}
