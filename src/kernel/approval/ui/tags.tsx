import {
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  FieldTimeOutlined,
  MinusCircleOutlined,
  RollbackOutlined,
  StopOutlined,
  SwapOutlined,
  SyncOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Tag, type Hue } from '#web/kit/Tag.tsx'
import type { ApprovalState, ItemState } from '../words.ts'

const states: Record<ApprovalState, [Hue, ReactNode]> = {
  running: ['blue', <SyncOutlined key="i" />],
  approved: ['green', <CheckCircleOutlined key="i" />],
  rejected: ['red', <CloseCircleOutlined key="i" />],
  withdrawn: ['grey', <RollbackOutlined key="i" />],
  void: ['grey', <StopOutlined key="i" />],
}

const items: Record<ItemState, [Hue, ReactNode]> = {
  waiting: ['blue', <ClockCircleOutlined key="i" />],
  held: ['grey', <FieldTimeOutlined key="i" />],
  approved: ['green', <CheckCircleOutlined key="i" />],
  rejected: ['red', <CloseCircleOutlined key="i" />],
  returned: ['amber', <RollbackOutlined key="i" />],
  skipped: ['grey', <MinusCircleOutlined key="i" />],
  transferred: ['grey', <SwapOutlined key="i" />],
  cancelled: ['grey', <StopOutlined key="i" />],
}

/** State of an approval. */
export function StateTag({ state }: { state: ApprovalState }) {
  const { t } = useTranslation('approval')
  const [hue, icon] = states[state]
  return (
    <Tag hue={hue} icon={icon}>
      {t(`state.${state}`)}
    </Tag>
  )
}

/** What has become of one person's decision. */
export function ItemTag({ state }: { state: ItemState }) {
  const { t } = useTranslation('approval')
  const [hue, icon] = items[state]
  return (
    <Tag hue={hue} icon={icon}>
      {t(`itemState.${state}`)}
    </Tag>
  )
}

/** The deadline has passed. */
export function OverdueTag() {
  const { t } = useTranslation('approval')
  return (
    <Tag hue="red" icon={<FieldTimeOutlined />}>
      {t('ui.overdue')}
    </Tag>
  )
}
