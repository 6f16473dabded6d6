import { AutoComplete, Button, Input } from 'antd'
import { CheckCircleOutlined, PhoneOutlined, SwapOutlined, UserOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { lookupPeople } from '#kernel/identity/people-contract.ts'
import { useCall } from '#web/hooks.ts'
import { Tag } from '#web/kit/tags.tsx'
import { usePause } from '../parts/usePause.ts'
import type { QuickDraft } from './draft.ts'

interface CallerFieldProps {
  draft: QuickDraft
  change: (patch: Partial<QuickDraft>) => void
  problem: (field: string) => string | undefined
}

/** Who is calling: looked up while typing; somebody unknown is simply written down. */
export function CallerField({ draft, change, problem }: CallerFieldProps) {
  const { t } = useTranslation('incident')
  if (draft.requesterId) {
    return (
      <div className="zy-inc-caller">
        <UserOutlined aria-hidden="true" />
        <b>{draft.requesterName}</b>
        <span>{draft.requesterDetail}</span>
        <Tag hue="green" icon={<CheckCircleOutlined />}>
          {t('ui.quick.callerKnown')}
        </Tag>
        <Button
          size="small"
          type="text"
          icon={<SwapOutlined />}
          onClick={() => change({ requesterId: null, requesterName: '', requesterDetail: '', orgId: null })}
        >
          {t('ui.quick.clear')}
        </Button>
      </div>
    )
  }
  return (
    <div className="zy-inc-caller-new">
      <Lookup draft={draft} change={change} error={problem('caller.name') ?? problem('requesterId')} />
      <Input
        prefix={<PhoneOutlined aria-hidden="true" />}
        value={draft.callerPhone}
        onChange={(event) => change({ callerPhone: event.target.value })}
        placeholder={t('ui.field.callerPhone')}
        aria-label={t('ui.field.callerPhone')}
        status={problem('caller.phone') ? 'error' : ''}
        maxLength={40}
        inputMode="tel"
      />
      <Input
        value={draft.callerPlace}
        onChange={(event) => change({ callerPlace: event.target.value })}
        placeholder={t('ui.field.callerPlace')}
        aria-label={t('ui.field.callerPlace')}
        maxLength={200}
      />
    </div>
  )
}

function Lookup({
  draft,
  change,
  error,
}: Pick<CallerFieldProps, 'draft' | 'change'> & { error: string | undefined }) {
  const { t } = useTranslation('incident')
  const q = usePause(draft.callerName.trim(), 180)
  const found = useCall(lookupPeople, { q, limit: 8 }, { enabled: q.length > 0, keepPrevious: true })
  const people = q ? (found.data?.items ?? []) : []
  const choose = (id: string) => {
    const one = people.find((person) => person.id === id)
    if (!one) return
    change({
      requesterId: one.id,
      requesterName: one.name,
      requesterDetail: [one.orgName, one.phone].filter(Boolean).join(' · '),
      callerName: '',
      callerPhone: '',
      callerPlace: '',
    })
  }
  return (
    <div className="zy-inc-caller-name">
      <AutoComplete
        autoFocus
        value={draft.callerName}
        onChange={(value: string) => change(typed(value, draft))}
        onSelect={choose}
        options={people.map((one) => ({
          value: one.id,
          label: (
            <span className="zy-option">
              {one.name}
              <small>{[one.orgName, one.phone, one.login].filter(Boolean).join(' · ')}</small>
            </span>
          ),
        }))}
        placeholder={t('ui.quick.callerSearch')}
        aria-label={t('ui.field.caller')}
        status={error ? 'error' : ''}
        maxLength={100}
        style={{ width: '100%' }}
        defaultActiveFirstOption={false}
      />
      {error ? (
        <em role="alert">{error}</em>
      ) : (
        <small>
          {draft.callerName
            ? t('ui.quick.callerUnknown', { name: draft.callerName })
            : t('ui.quick.callerHint')}
        </small>
      )}
    </div>
  )
}

/** antd writes the chosen option's value (an id) into the box before it says that it was chosen. */
function typed(value: string, draft: QuickDraft): Partial<QuickDraft> {
  const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-/.test(value)
  return isId ? { callerName: draft.callerName } : { callerName: value }
}
