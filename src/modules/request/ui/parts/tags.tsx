import {
  AuditOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloseCircleOutlined,
  PlayCircleOutlined,
  QuestionCircleOutlined,
  StopOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { inWords } from '#modules/catalogue/format-contract.ts'
import type { TargetTime } from '#modules/catalogue/item-contract.ts'
import { StatusTag, type Hue } from '#web/kit/tags.tsx'

const looks: Record<string, { hue: Hue; icon: ReactNode }> = {
  approval: { hue: 'violet', icon: <AuditOutlined /> },
  returned: { hue: 'amber', icon: <QuestionCircleOutlined /> },
  working: { hue: 'blue', icon: <PlayCircleOutlined /> },
  open: { hue: 'blue', icon: <PlayCircleOutlined /> },
  waiting: { hue: 'grey', icon: <ClockCircleOutlined /> },
  done: { hue: 'green', icon: <CheckCircleOutlined /> },
  closed: { hue: 'grey', icon: <CheckCircleOutlined /> },
  rejected: { hue: 'red', icon: <CloseCircleOutlined /> },
  withdrawn: { hue: 'grey', icon: <StopOutlined /> },
  cancelled: { hue: 'grey', icon: <StopOutlined /> },
}

/** State of a request, a line or a task, in words and with its icon. */
export function StateTag({ of, state }: { of: 'request' | 'line' | 'task'; state: string }) {
  const { t } = useTranslation('request')
  return <StatusTag state={state} label={t(`ui.state.${of}.${state}`)} {...looks[state]} />
}

/** Names in the reader's language: `name(line)`. */
export function useName(): (one: { name: string; nameEn: string }) => string {
  const { i18n } = useTranslation()
  return (one) => inWords(i18n.language, one.name, one.nameEn)
}

/** What a request is called: one that is named after its only item says it in the reader's language. */
export function useTitle(): (request: {
  title: string
  items: readonly { name: string; nameEn: string }[]
}) => string {
  const name = useName()
  return ({ title, items }) => (items.length === 1 && items[0]!.name === title ? name(items[0]!) : title)
}

/** A target time in words: "2 个工作日". */
export function useTargetText(): (target: TargetTime) => string {
  const { t } = useTranslation('catalogue')
  return ({ value, unit }) => t(`ui.unit.${unit}`, { n: value })
}
