import { Button } from 'antd'
import { CopyOutlined, UsergroupAddOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { SuggestionBlocks } from '#web/SuggestionBlocks.tsx'
import { joinIncident, listIncidents } from '../../contract.ts'
import { similarIncidents } from '../../story-contract.ts'
import { IncidentGrade, StateTag } from '../parts/tags.tsx'
import { usePause } from '../parts/usePause.ts'
import type { Known } from '../types.ts'
import type { QuickDraft } from './draft.ts'

interface AsideProps {
  draft: QuickDraft
  change: (patch: Partial<QuickDraft>) => void
  /** The caller was added to an incident that is already open: nothing to file. */
  onJoined: (number: string) => void
}

/** Beside the form: is it already known, and who is calling. */
export function Aside(props: AsideProps) {
  return (
    <>
      <Similar {...props} />
      <SuggestionBlocks
        place="desk"
        text={textOf(props.draft)}
        serviceId={props.draft.serviceId}
        categoryId={props.draft.categoryId}
        onSolution={(resolution) => props.change({ solved: true, resolution })}
      />
      <CallerHistory draft={props.draft} />
    </>
  )
}

const textOf = ({ title, description }: QuickDraft) => `${title}\n${description}`.trim()

function Similar({ draft, change, onJoined }: AsideProps) {
  const { t } = useTranslation('incident')
  const q = usePause(draft.title.trim(), 300)
  const asked = q.length >= 2 || draft.serviceId !== null
  const input = {
    ...(q.length >= 2 ? { q } : {}),
    ...(draft.serviceId ? { serviceId: draft.serviceId } : {}),
  }
  const found = useCall(similarIncidents, input, { enabled: asked, keepPrevious: true })
  const items = asked ? (found.data?.items ?? []) : []
  return (
    <Panel title={t('ui.quick.similar')}>
      {found.error ? (
        <ErrorState error={found.error} retry={() => void found.refetch()} small />
      ) : asked && found.isPending ? (
        <Bars rows={3} />
      ) : items.length === 0 ? (
        <p className="zy-inc-none">{t(asked ? 'ui.quick.similarNone' : 'ui.quick.similarHint')}</p>
      ) : (
        <ul className="zy-inc-similar">
          {items.slice(0, 6).map((one) => (
            <SimilarLine key={one.id} one={one} draft={draft} change={change} onJoined={onJoined} />
          ))}
        </ul>
      )}
    </Panel>
  )
}

function SimilarLine({ one, draft, change, onJoined }: AsideProps & { one: Known }) {
  const { t } = useTranslation('incident')
  const join = useMove(joinIncident, { onDone: ({ number }) => onJoined(number) })
  const hasCaller = Boolean(draft.requesterId ?? draft.callerName.trim())
  const marked = draft.duplicateOf?.id === one.id
  const who = draft.requesterId
    ? { personId: draft.requesterId }
    : {
        caller: {
          name: draft.callerName.trim(),
          ...(draft.callerPhone.trim() ? { phone: draft.callerPhone.trim() } : {}),
          ...(draft.callerPlace.trim() ? { place: draft.callerPlace.trim() } : {}),
        },
      }
  return (
    <li>
      <div className="zy-inc-similar-head">
        <Link to="/incidents/$id" params={{ id: one.id }} target="_blank" className="zy-inc-number">
          {one.number}
        </Link>
        <StateTag state={one.state} />
        <IncidentGrade row={{ grade: one.grade, gradeConfirmed: true }} />
      </div>
      <div dir="auto">{one.title ?? one.serviceName}</div>
      <small>
        {one.serviceName} · <TimeText at={one.occurredAt} mode="relative" />
      </small>
      <div className="zy-inc-similar-foot">
        <Button
          size="small"
          icon={<UsergroupAddOutlined />}
          disabled={!hasCaller}
          loading={join.isPending}
          title={t(hasCaller ? 'ui.quick.joinHint' : 'ui.quick.needCaller')}
          onClick={() => join.mutate({ id: one.id, note: draft.description.slice(0, 2000), ...who })}
        >
          {t('ui.quick.join')}
        </Button>
        <Button
          size="small"
          type={marked ? 'primary' : 'text'}
          ghost={marked}
          aria-pressed={marked}
          icon={<CopyOutlined />}
          onClick={() => change({ duplicateOf: marked ? null : { id: one.id, number: one.number } })}
        >
          {t('ui.quick.duplicate')}
        </Button>
      </div>
    </li>
  )
}

function CallerHistory({ draft }: { draft: QuickDraft }) {
  const { t } = useTranslation('incident')
  const phone = usePause(draft.callerPhone.trim(), 300)
  const by = draft.requesterId
    ? { requesterId: draft.requesterId }
    : phone.length >= 4
      ? { callerPhone: phone }
      : null
  const past = useInfiniteList(listIncidents, { ...by, limit: 8 }, { enabled: by !== null })
  return (
    <Panel title={t('ui.quick.history')}>
      {by === null ? (
        <p className="zy-inc-none">{t('ui.quick.historyHint')}</p>
      ) : past.error ? (
        <ErrorState error={past.error} retry={() => void past.refetch()} small />
      ) : past.isPending ? (
        <Bars rows={4} />
      ) : past.items.length === 0 ? (
        <p className="zy-inc-none">{t('ui.quick.historyNone')}</p>
      ) : (
        <ul className="zy-inc-past">
          {past.items.slice(0, 8).map((one) => (
            <li key={one.id}>
              <Link to="/incidents/$id" params={{ id: one.id }} target="_blank">
                <span className="zy-inc-number">{one.number}</span> {one.title}
              </Link>
              <span>
                <StateTag state={one.merged ? 'merged' : one.state} holdReason={one.holdReason} />
                <small>
                  <TimeText at={one.recordedAt} mode="relative" />
                </small>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
