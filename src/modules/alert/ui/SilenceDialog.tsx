import { Checkbox, Modal, Radio, Form, Input, Alert as Notice } from 'antd'
import { useState } from 'react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { createSilence } from '#modules/alert-rule/silence-contract.ts'
import { call } from '#web/api.ts'
import { useExplain, useMove } from '#web/hooks.ts'
import { previewMatch } from '../console-contract.ts'
import type { Alert } from './parts.tsx'

const hours = { h1: 1, h4: 4, h12: 12, d1: 24, d7: 168 } as const
type Span = keyof typeof hours

/** What a silence takes of labels, and how long a value of one may be. */
const most = { labels: 20, value: 500 }

/** What all of the alerts have alike and a silence can go by, the name first. */
function common(rows: Alert[]): [label: string, value: string][] {
  const [first, ...rest] = rows
  if (!first) return []
  const of = (row: Alert): Record<string, string> => ({ alertname: row.name, ...row.labels, ...row.extra })
  return Object.entries(of(first))
    .filter(([key, value]) => key !== 'severity' && rest.every((row) => of(row)[key] === value))
    .filter(([, value]) => value.length <= most.value)
    .slice(0, most.labels)
}

/** Silences alerts like these: the labels to go by, for how long, and why; shows how many that hits now. */
export function SilenceDialog({
  rows,
  onClose,
  onDone,
}: {
  rows: Alert[]
  onClose: () => void
  onDone: () => void
}) {
  const { t } = useTranslation('alert-rule')
  const explain = useExplain()
  const labels = common(rows)
  const [chosen, setChosen] = useState<string[]>(labels.map(([label]) => label))
  const [span, setSpan] = useState<Span>('h1')
  const [reason, setReason] = useState('')
  const [tried, setTried] = useState(false)
  const matchers = labels
    .filter(([label]) => chosen.includes(label))
    .map(([label, value]) => ({ label, op: '=' as const, value }))
  const preview = useQuery({
    queryKey: ['alert.preview-match', matchers],
    queryFn: ({ signal }) => call(previewMatch, { matchers }, { signal }),
    enabled: matchers.length > 0,
  })
  const make = useMove(createSilence, {
    done: t('screen.silence.made'),
    invalidates: ['alert', 'alert-rule'],
    onProblem: () => true,
    onDone: () => {
      onDone()
      onClose()
    },
  })
  const send = () => {
    setTried(true)
    if (reason.trim().length < 2 || matchers.length === 0) return
    make.mutate({ matchers, reason: reason.trim(), minutes: hours[span] * 60 })
  }
  return (
    <Modal
      open
      title={t('screen.silence.add')}
      onCancel={onClose}
      onOk={send}
      okText={t('alert:screen.move.silence')}
      confirmLoading={make.isPending}
      destroyOnHidden
    >
      <Form layout="vertical" onFinish={send}>
        {make.error ? <Notice type="error" showIcon title={explain(make.error)} /> : null}
        <Form.Item label={t('screen.field.match')} extra={t('alert:screen.silenceHint')}>
          <Checkbox.Group
            value={chosen}
            onChange={(next) => setChosen(next)}
            options={labels.map(([label, value]) => ({ value: label, label: `${label}=${value}` }))}
            className="zy-al-labels"
          />
        </Form.Item>
        <p role="status">
          {matchers.length === 0
            ? t('alert:screen.noneMatch')
            : preview.data
              ? t('screen.silence.now', { count: preview.data.count })
              : preview.error
                ? explain(preview.error)
                : '…'}
        </p>
        <Form.Item label={t('alert:screen.ack.for')}>
          <Radio.Group
            optionType="button"
            value={span}
            onChange={(event) => setSpan(event.target.value as Span)}
            options={(Object.keys(hours) as Span[]).map((value) => ({
              value,
              label: t(`screen.silence.for.${value}`),
            }))}
          />
        </Form.Item>
        <Form.Item
          label={t('screen.field.reason')}
          required
          {...(tried && reason.trim().length < 2
            ? { validateStatus: 'error' as const, help: t('web:error.required') }
            : {})}
        >
          <Input
            autoFocus
            aria-label={t('screen.field.reason')}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            onPressEnter={send}
          />
        </Form.Item>
      </Form>
    </Modal>
  )
}
