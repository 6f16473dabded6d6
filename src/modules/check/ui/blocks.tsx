import { PlusOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useInfiniteList } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { listChecks } from '../contract.ts'
import { amount, CheckTag, useKindName, useOutcome } from './parts.tsx'
import { ServiceAvailabilityPanel } from './record/AvailabilityPanel.tsx'

/** The checks of a configuration item, on its page. */
export function CiChecks({ id }: { id: string }) {
  return <Checks filter={{ ciId: id }} />
}

/** The checks of an information system, on its page, with its availability. */
export function ServiceChecks({ id }: { id: string }) {
  const any = useInfiniteList(listChecks, { serviceId: id, limit: 10 }).items.length > 0
  return (
    <>
      <Checks filter={{ serviceId: id }} />
      {any ? <ServiceAvailabilityPanel id={id} /> : null}
    </>
  )
}

function Checks({ filter }: { filter: { ciId: string } | { serviceId: string } }) {
  const { t } = useTranslation('check')
  const can = useCan()
  const kindName = useKindName()
  const outcome = useOutcome()
  const list = useInfiniteList(listChecks, { ...filter, limit: 10 })
  return (
    <Panel
      title={t('page.list')}
      actions={
        can('check.manage') ? (
          <Link to={'/checks/new' as never} search={filter as never}>
            <Button size="small" icon={<PlusOutlined />}>
              {t('page.new')}
            </Button>
          </Link>
        ) : null
      }
    >
      {list.error ? <ErrorState error={list.error} retry={() => void list.refetch()} small /> : null}
      {list.items.length === 0 && !list.isPending ? (
        <p className="zy-check-dim">{t('screen.block.none')}</p>
      ) : null}
      <ul className="zy-check-plain">
        {list.items.map((one) => (
          <li key={one.id}>
            <CheckTag state={one.state} />
            <Link to={'/checks/$id' as never} params={{ id: one.id } as never} title={one.target}>
              {one.name}
            </Link>
            <span className="zy-check-dim" title={outcome(one.code, one.params)}>
              {kindName(one.kind)}
              {one.lastMs === null ? '' : ` · ${amount(one.lastMs, 'ms')}`}
            </span>
            <TimeText at={one.lastAt} mode="relative" />
          </li>
        ))}
      </ul>
      {list.hasNextPage ? (
        <Link to={'/checks' as never} search={filter as never}>
          {t('screen.block.all')}
        </Link>
      ) : null}
    </Panel>
  )
}
