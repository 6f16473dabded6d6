import { Button } from 'antd'
import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { newKey } from '#web/api.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { groupSource, orgSource, serviceSource } from '#web/kit/sources.ts'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { listDispatchRules, setDispatchRules } from '../../story-contract.ts'
import { CategorySelect } from '../parts/CategorySelect.tsx'
import { SaveBar } from './MatrixEditor.tsx'

type Saved = CallOutput<typeof listDispatchRules>['items'][number]
type Ref = { id: string; name: string } | null

interface Rule {
  /** of the row on the page; the server numbers rules by their order */
  key: string
  service: Ref
  category: Ref
  org: Ref
  group: Ref
}

const ruleOf = ({ id, service, category, org, group }: Saved): Rule => ({
  key: id,
  service,
  category,
  org,
  group,
})

/** Dispatch rules in order; the first that fits wins. */
export function RulesEditor() {
  const { t } = useTranslation('incident')
  const saved = useCall(listDispatchRules, {})
  const [draft, setDraft] = useState<Rule[] | null>(null)
  const [tried, setTried] = useState(false)
  const save = useMove(setDispatchRules, {
    done: t('ui.settings.saved'),
    onDone: () => {
      setDraft(null)
      setTried(false)
    },
  })
  if (saved.error && !saved.data) return <ErrorState error={saved.error} retry={() => void saved.refetch()} />
  if (!saved.data) return <Bars rows={6} />
  const rules = draft ?? saved.data.items.map(ruleOf)
  const add = () =>
    setDraft([...rules, { key: newKey(), service: null, category: null, org: null, group: null }])
  const move = (from: number, to: number) => {
    const next = [...rules]
    next.splice(to, 0, ...next.splice(from, 1))
    setDraft(next)
  }
  const send = () => {
    setTried(true)
    if (rules.some((rule) => !rule.group)) return
    save.mutate({
      items: rules.map((rule) => ({
        serviceId: rule.service?.id ?? null,
        categoryId: rule.category?.id ?? null,
        orgId: rule.org?.id ?? null,
        groupId: rule.group?.id ?? '',
      })),
    })
  }
  return (
    <div className="zy-inc-settings">
      <p>{t('ui.settings.rulesHint')}</p>
      {rules.length === 0 ? (
        <EmptyState small title={t('ui.settings.noRules')} hint={t('ui.settings.noRulesHint')} />
      ) : (
        <ol className="zy-inc-rules">
          {rules.map((rule, at) => (
            <RuleRow
              key={rule.key}
              rule={rule}
              at={at}
              last={at === rules.length - 1}
              wrong={tried && !rule.group}
              change={(patch) =>
                setDraft(rules.map((one) => (one.key === rule.key ? { ...one, ...patch } : one)))
              }
              move={move}
              remove={() => setDraft(rules.filter((one) => one.key !== rule.key))}
            />
          ))}
        </ol>
      )}
      <Button icon={<PlusOutlined />} onClick={add}>
        {t('ui.settings.addRule')}
      </Button>
      {tried && rules.some((rule) => !rule.group) ? (
        <em role="alert" className="zy-inc-wrong">
          {t('ui.settings.needGroup')}
        </em>
      ) : null}
      <SaveBar dirty={draft !== null} busy={save.isPending} onSave={send} onRevert={() => setDraft(null)} />
    </div>
  )
}

function RuleRow({
  rule,
  at,
  last,
  wrong,
  change,
  move,
  remove,
}: {
  rule: Rule
  at: number
  last: boolean
  wrong: boolean
  change: (patch: Partial<Rule>) => void
  move: (from: number, to: number) => void
  remove: () => void
}) {
  const { t } = useTranslation('incident')
  const remote = (key: 'service' | 'org' | 'group', source: typeof serviceSource, placeholder: string) => (
    <RemoteSelect
      source={source}
      value={rule[key]?.id ?? null}
      {...(rule[key] ? { valueLabel: rule[key].name } : {})}
      placeholder={placeholder}
      aria-label={t(`ui.field.${key}`)}
      onChange={(id, option) => change({ [key]: id ? { id, name: option?.label ?? '' } : null })}
      style={{ width: '100%' }}
    />
  )
  return (
    <li className={wrong ? 'zy-inc-rule-wrong' : ''}>
      <span className="zy-num">{at + 1}</span>
      {remote('service', serviceSource, t('ui.settings.anyService'))}
      <CategorySelect
        value={rule.category?.id ?? null}
        placeholder={t('ui.settings.anyCategory')}
        onChange={(id) => change({ category: id ? { id, name: '' } : null })}
      />
      {remote('org', orgSource, t('ui.settings.anyOrg'))}
      <i aria-hidden="true">→</i>
      {remote('group', groupSource, t('ui.settings.toGroup'))}
      <span className="zy-inc-rule-tools">
        <Button
          type="text"
          size="small"
          icon={<ArrowUpOutlined />}
          aria-label={t('ui.settings.up')}
          disabled={at === 0}
          onClick={() => move(at, at - 1)}
        />
        <Button
          type="text"
          size="small"
          icon={<ArrowDownOutlined />}
          aria-label={t('ui.settings.down')}
          disabled={last}
          onClick={() => move(at, at + 1)}
        />
        <Button
          type="text"
          size="small"
          danger
          icon={<DeleteOutlined />}
          aria-label={t('ui.settings.removeRule')}
          onClick={remove}
        />
      </span>
    </li>
  )
}
