import { App, Button, Drawer, Switch } from 'antd'
import {
  ArrowDownOutlined,
  ArrowUpOutlined,
  DeleteOutlined,
  EditOutlined,
  HistoryOutlined,
  PlusOutlined,
} from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { useCan } from '#web/session.tsx'
import { listRules, orderRules, removeRule, ruleVersions, updateRule, type RuleRecord } from '../contract.ts'
import { kinds, type Kind } from '../words.ts'
import { useMatcherText } from './MatcherEditor.tsx'
import { RuleDialog } from './RuleDialog.tsx'
import './rules.css'

/** All rules, by kind, in the order in which they work. */
export function RulesPage() {
  const { t } = useTranslation('alert-rule')
  const [edited, setEdited] = useState<{ kind: Kind; rule: RuleRecord | null } | null>(null)
  const [history, setHistory] = useState<RuleRecord | null>(null)
  const { data, error, refetch } = useCall(listRules, {})
  const may = useCan()('alert-rule.configure')
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  return (
    <div className="zy-page">
      <PageHeader title={t('page.rules')} />
      {data ? null : <Bars rows={8} />}
      {data
        ? kinds.map((kind) => (
            <section className="zy-ar-kind" key={kind} aria-label={t(`screen.kind.${kind}`)}>
              <header>
                <h2>{t(`screen.kind.${kind}`)}</h2>
                <small>{t(`screen.kindHint.${kind}`)}</small>
                {may ? (
                  <Button
                    size="small"
                    icon={<PlusOutlined />}
                    onClick={() => setEdited({ kind, rule: null })}
                  >
                    {t('screen.rules.add')}
                  </Button>
                ) : null}
              </header>
              <Rules
                rules={data.items.filter((rule) => rule.body.kind === kind)}
                kind={kind}
                may={may}
                onEdit={(rule) => setEdited({ kind, rule })}
                onHistory={setHistory}
              />
            </section>
          ))
        : null}
      {edited ? (
        <RuleDialog key={edited.rule?.id ?? edited.kind} {...edited} onClose={() => setEdited(null)} />
      ) : null}
      <Drawer
        open={history !== null}
        title={history?.name}
        size={520}
        onClose={() => setHistory(null)}
        destroyOnHidden
      >
        {history ? <Versions id={history.id} /> : null}
      </Drawer>
    </div>
  )
}

interface RulesProps {
  rules: RuleRecord[]
  kind: Kind
  may: boolean
  onEdit: (rule: RuleRecord) => void
  onHistory: (rule: RuleRecord) => void
}

function Rules({ rules, kind, may, onEdit, onHistory }: RulesProps) {
  const { t } = useTranslation('alert-rule')
  const { modal } = App.useApp()
  const order = useMove(orderRules)
  const update = useMove(updateRule)
  const remove = useMove(removeRule, { done: t('screen.rules.removed') })
  const says = useRuleText()
  if (rules.length === 0) return <p className="zy-page-sub">{t('screen.rules.none')}</p>
  const move = (at: number, step: number) => {
    const ids = rules.map((rule) => rule.id)
    ids.splice(at + step, 0, ...ids.splice(at, 1))
    order.mutate({ kind, ids })
  }
  const ask = (rule: RuleRecord) =>
    modal.confirm({
      title: t('screen.rules.removeAsk', { name: rule.name }),
      onOk: () => remove.mutateAsync({ id: rule.id, version: rule.version }).catch(() => undefined),
    })
  return (
    <ol className="zy-ar-rules">
      {rules.map((rule, i) => (
        <li key={rule.id} className={rule.enabled ? '' : 'zy-ar-off'}>
          <span className="zy-num">{i + 1}</span>
          <div className="zy-ar-text">
            <strong dir="auto">{rule.name}</strong>
            <code dir="auto">{says(rule)}</code>
          </div>
          {may ? (
            <Switch
              size="small"
              checked={rule.enabled}
              aria-label={`${t('screen.field.enabled')} ${rule.name}`}
              onChange={(enabled) => {
                const { id, version, name, body } = rule
                update.mutate({ id, version, name, body, enabled })
              }}
            />
          ) : rule.enabled ? null : (
            t('screen.rules.off')
          )}
          <span>
            {may ? (
              <>
                <Icon
                  icon={<ArrowUpOutlined />}
                  label={t('screen.rules.up')}
                  of={rule}
                  off={i === 0}
                  on={() => move(i, -1)}
                />
                <Icon
                  icon={<ArrowDownOutlined />}
                  label={t('screen.rules.down')}
                  of={rule}
                  off={i === rules.length - 1}
                  on={() => move(i, 1)}
                />
                <Icon
                  icon={<EditOutlined />}
                  label={t('screen.rules.edit')}
                  of={rule}
                  on={() => onEdit(rule)}
                />
                <Icon
                  icon={<DeleteOutlined />}
                  label={t('web:action.remove')}
                  of={rule}
                  on={() => ask(rule)}
                />
              </>
            ) : null}
            <Icon
              icon={<HistoryOutlined />}
              label={t('screen.rules.versions')}
              of={rule}
              on={() => onHistory(rule)}
            />
          </span>
        </li>
      ))}
    </ol>
  )
}

interface IconProps {
  icon: React.ReactNode
  label: string
  of: RuleRecord
  off?: boolean
  on: () => void
}

function Icon({ icon, label, of, off = false, on }: IconProps) {
  const name = `${label} ${of.name}`
  return (
    <Button
      type="text"
      size="small"
      icon={icon}
      title={label}
      aria-label={name}
      disabled={off}
      onClick={on}
    />
  )
}

/** A rule in one line. */
function useRuleText(): (rule: Pick<RuleRecord, 'body'> & { names?: Record<string, string> }) => string {
  const { t } = useTranslation('alert-rule')
  const match = useMatcherText()
  return ({ body, names = {} }) => {
    const named = (ids: (string | undefined)[]) => ids.flatMap((id) => (id ? [names[id] ?? id] : []))
    switch (body.kind) {
      case 'enrich': {
        const sets = [
          ...Object.entries(body.labels).map(([key, value]) => `${key}=${value}`),
          ...(body.severity ? [t(`alert:severity.${body.severity}`)] : []),
          ...named([body.serviceId, body.ciId, body.groupId]),
        ]
        return `${match(body.match)} → ${t('screen.rules.sets', { what: sets.join(' · ') })}`
      }
      case 'inhibit': {
        const equal = body.equal.length > 0 ? t('screen.rules.equal', { labels: body.equal.join(', ') }) : ''
        const topology = body.topology ? t('screen.rules.topology') : ''
        const more = [equal, topology].filter(Boolean).map((part) => ` · ${part}`)
        return `${match(body.source)} ⊣ ${match(body.match)}${more.join('')}`
      }
      case 'recover':
        return `${match(body.match)} → ${t('screen.rules.recover', { minutes: body.minutes })}`
      case 'decide': {
        const { then } = body
        const what =
          then.do === 'delay'
            ? t('screen.rules.delay', { minutes: then.minutes })
            : [
                then.do === 'open' && then.unansweredMinutes !== undefined
                  ? t(
                      then.hours === 'service' ? 'screen.rules.unansweredService' : 'screen.rules.unanswered',
                      {
                        minutes: then.unansweredMinutes,
                      },
                    )
                  : t(`screen.then.${then.do}`),
                ...(then.do === 'open' ? named([then.serviceId, then.groupId]) : []),
              ].join(' ')
        return `${match(body.match)} → ${what}`
      }
    }
  }
}

/** Every version as it was saved, the newest first. */
function Versions({ id }: { id: string }) {
  const { t } = useTranslation('alert-rule')
  const says = useRuleText()
  const { data, error, refetch } = useCall(ruleVersions, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Bars rows={6} />
  return (
    <FactList
      facts={data.items.map((one) => ({
        label: `${t('screen.rules.version', { version: one.version })} · ${absoluteTime(one.savedAt)} ${one.savedBy ?? ''}`,
        block: true,
        value: (
          <>
            {one.deleted ? `${t('screen.rules.gone')} ` : one.enabled ? '' : `${t('screen.rules.off')} `}
            {one.name} — {says(one)}
          </>
        ),
      }))}
    />
  )
}
