import { Button, Segmented, Select } from 'antd'
import { ArrowLeftOutlined, UserSwitchOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useInfiniteList } from '#web/hooks.ts'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { EmptyState } from '#web/kit/states.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { countApprovals, listApprovals, lists } from '../contract.ts'
import { approvalStates, type ApprovalState } from '../words.ts'
import { ApprovalList, keyOf } from './ApprovalList.tsx'
import { Bulk } from './Bulk.tsx'
import { ApprovalDetail } from './Detail.tsx'
import type { Line } from './types.ts'
import './approval.css'

type Which = (typeof lists)[number]

/** What waits for me, what I asked for, what I decided: a list and the approval beside it; one of them on a phone. */
export function ApprovalsPage() {
  const { t } = useTranslation('approval')
  const can = useCan()
  const navigate = useNavigate()
  const [url, setUrl] = useUrlState()
  const which: Which = lists.find((one) => one === url['list']) ?? 'waiting'
  const state = approvalStates.find((one) => one === url['state'])
  const list = useInfiniteList(listApprovals, {
    list: which,
    ...(state && which !== 'waiting' ? { state } : {}),
  })
  const [selected, setSelected] = useState<readonly string[]>([])
  const active = url['id'] ?? null
  const open = (line: Line | undefined) => setUrl({ id: line && keyOf(line) })
  const next = () => {
    const at = list.items.findIndex((line) => keyOf(line) === active)
    open(which === 'waiting' ? (list.items[at + 1] ?? list.items[at - 1]) : list.items[at])
  }
  const choose = (key: Which) => {
    setSelected([])
    setUrl({ list: key === 'waiting' ? undefined : key, id: undefined, state: undefined }, { push: true })
  }
  return (
    <div className={active ? 'zy-page zy-appr zy-appr-open' : 'zy-page zy-appr'}>
      <PageHeader
        title={t('ui.page.list')}
        actions={
          can('approval.decide') ? (
            <Button
              icon={<UserSwitchOutlined />}
              onClick={() => void navigate({ to: '/approvals/delegations' })}
            >
              {t('ui.page.delegations')}
            </Button>
          ) : null
        }
      />
      <Choice which={which} choose={choose} state={state} setState={(value) => setUrl({ state: value })} />
      <div className="zy-appr-panes">
        <section className="zy-panel zy-appr-left">
          {which === 'waiting' ? (
            <Bulk
              lines={list.items.filter((line) => selected.includes(keyOf(line)))}
              clear={() => setSelected([])}
            />
          ) : null}
          <ApprovalList
            list={list}
            which={which}
            active={active}
            onActive={open}
            selection={
              which === 'waiting' && can('approval.decide') ? { selected, onChange: setSelected } : undefined
            }
          />
        </section>
        <section className="zy-panel zy-appr-right">
          <Button
            className="zy-appr-close"
            type="text"
            icon={<ArrowLeftOutlined />}
            onClick={() => open(undefined)}
          >
            {t('ui.back')}
          </Button>
          {active ? (
            <ApprovalDetail key={active} id={active.split('.')[0] ?? ''} onDecided={next} />
          ) : (
            <EmptyState title={t('ui.choose')} hint={t('ui.chooseHint')} />
          )}
        </section>
      </div>
    </div>
  )
}

function Choice({
  which,
  choose,
  state,
  setState,
}: {
  which: Which
  choose: (which: Which) => void
  state: ApprovalState | undefined
  setState: (state: ApprovalState | undefined) => void
}) {
  const { t } = useTranslation('approval')
  const can = useCan()
  const count = useCall(countApprovals, {}, { enabled: can('approval.decide') })
  const shown = lists.filter((one) => one !== 'all' || can('approval.read-all'))
  const label = (one: Which) => {
    const n = one === 'waiting' ? (count.data?.waiting ?? 0) : 0
    return n > 0 ? `${t(`ui.list.${one}`)} ${n}` : t(`ui.list.${one}`)
  }
  return (
    <div className="zy-filters zy-appr-choice">
      <Segmented<Which>
        value={which}
        onChange={choose}
        options={shown.map((value) => ({ value, label: label(value) }))}
      />
      {which === 'waiting' ? null : (
        <Select<ApprovalState>
          allowClear
          value={state ?? null}
          onChange={(value) => setState(value ?? undefined)}
          placeholder={t('ui.allStates')}
          aria-label={t('ui.allStates')}
          style={{ width: 130 }}
          options={approvalStates.map((value) => ({ value, label: t(`state.${value}`) }))}
        />
      )}
    </div>
  )
}
