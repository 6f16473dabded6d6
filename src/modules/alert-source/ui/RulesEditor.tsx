import { ArrowDownOutlined, ArrowUpOutlined, DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { AutoComplete, Button, Input, InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Condition, Rule } from '../rule-contract.ts'
import { operators, ruleSeverities, type Kind } from '../words.ts'
import { Pairs, Rows } from './Rows.tsx'

const known: Partial<Record<Kind, string[]>> = {
  trap: ['trap', 'host', 'peer', 'enterprise', 'message', 'ifIndex', 'ifDescr', 'ifOperStatus', 'sysName'],
  syslog: ['message', 'host', 'app', 'facility', 'severity', 'procid', 'msgid', 'peer'],
  mail: ['subject', 'message', 'from', 'fromName', 'host'],
}

const newRule = (kind: Kind, name: string, taken: readonly string[]): Rule => {
  let n = taken.length + 1
  while (taken.includes(`rule-${n}`)) n++
  const field = known[kind]?.[0] ?? 'message'
  return {
    id: `rule-${n}`,
    name: `${name} ${n}`,
    effect: 'alert',
    when: [{ field, op: kind === 'trap' ? 'is' : 'contains', value: '' }],
    clearWhen: [],
    alertName: '',
    severity: 'warning',
    labels: [{ key: 'host', value: '{host}' }],
    summary: '{message}',
    threshold: null,
    resolveMinutes: null,
  }
}

/** The rules of a source in their order; the first that fits a message counts. */
export function RulesEditor({
  kind,
  value = [],
  onChange = () => undefined,
}: {
  kind: Kind
  value?: Rule[]
  onChange?: (rules: Rule[]) => void
}) {
  const { t } = useTranslation('alert-source')
  const move = (from: number, to: number) => onChange(value.toSpliced(from, 1).toSpliced(to, 0, value[from]!))
  return (
    <div>
      <p className="source-dim">{t('screen.rule.hint')}</p>
      <p className="source-dim">{t('screen.rule.templateHint')}</p>
      {value.map((rule, n) => (
        <RuleCard
          key={rule.id}
          kind={kind}
          rule={rule}
          onChange={(changed) => onChange(value.with(n, changed))}
          onRemove={() => onChange(value.toSpliced(n, 1))}
          {...(n > 0 ? { onUp: () => move(n, n - 1) } : {})}
          {...(n < value.length - 1 ? { onDown: () => move(n, n + 1) } : {})}
        />
      ))}
      <Button
        icon={<PlusOutlined />}
        onClick={() => {
          const taken = value.map(({ id }) => id)
          onChange([...value, newRule(kind, t('screen.rule.fresh'), taken)])
        }}
      >
        {t('screen.rule.add')}
      </Button>
    </div>
  )
}

interface CardProps {
  kind: Kind
  rule: Rule
  onChange: (rule: Rule) => void
  onRemove: () => void
  onUp?: () => void
  onDown?: () => void
}

function RuleCard({ kind, rule, onChange, onRemove, onUp, onDown }: CardProps) {
  const { t } = useTranslation('alert-source')
  const set = (part: Partial<Rule>) => onChange({ ...rule, ...part })
  const named = (what: string) => `${rule.name} ${what}`
  return (
    <section className="source-rule" aria-label={rule.name}>
      <div className="source-rule-head">
        <Input
          className="source-wide"
          aria-label={named(t('screen.rule.name'))}
          value={rule.name}
          maxLength={100}
          onChange={(event) => set({ name: event.target.value })}
        />
        <Select
          aria-label={named(t('screen.rule.effect'))}
          value={rule.effect}
          style={{ width: 130 }}
          options={(['alert', 'ignore'] as const).map((one) => ({
            value: one,
            label: t(`screen.effect.${one}`),
          }))}
          onChange={(effect) => set({ effect })}
        />
        <Button
          type="text"
          aria-label={named(t('screen.rule.up'))}
          icon={<ArrowUpOutlined />}
          disabled={!onUp}
          onClick={onUp}
        />
        <Button
          type="text"
          aria-label={named(t('screen.rule.down'))}
          icon={<ArrowDownOutlined />}
          disabled={!onDown}
          onClick={onDown}
        />
        <Button
          type="text"
          danger
          aria-label={named(t('screen.rule.remove'))}
          icon={<DeleteOutlined />}
          onClick={onRemove}
        />
      </div>
      <h4>{t('screen.rule.when')}</h4>
      <Conditions
        kind={kind}
        label={named(t('screen.rule.when'))}
        conditions={rule.when}
        add={t('screen.rule.addCondition')}
        onChange={(when) => set({ when })}
      />
      {rule.effect === 'alert' ? <Makes kind={kind} rule={rule} set={set} named={named} /> : null}
    </section>
  )
}

function Makes({
  kind,
  rule,
  set,
  named,
}: {
  kind: Kind
  rule: Rule
  set: (part: Partial<Rule>) => void
  named: (what: string) => string
}) {
  const { t } = useTranslation('alert-source')
  return (
    <>
      <h4>{t('screen.rule.clearWhen')}</h4>
      <Conditions
        kind={kind}
        label={named(t('screen.rule.clearWhen'))}
        conditions={rule.clearWhen}
        add={t('screen.rule.addClear')}
        onChange={(clearWhen) => set({ clearWhen })}
      />
      <h4>{t('screen.rule.alertName')}</h4>
      <div className="source-row">
        <Input
          className="source-wide"
          aria-label={named(t('screen.rule.alertName'))}
          placeholder={rule.name}
          value={rule.alertName}
          maxLength={200}
          onChange={(event) => set({ alertName: event.target.value })}
        />
        <Select
          aria-label={named(t('screen.rule.severity'))}
          value={rule.severity}
          style={{ width: 140 }}
          options={ruleSeverities
            .filter((one) => one !== 'source' || kind === 'syslog')
            .map((one) => ({ value: one, label: t(`screen.severity.${one}`) }))}
          onChange={(severity) => set({ severity })}
        />
      </div>
      <h4>{t('screen.rule.labels')}</h4>
      <Pairs
        label={named(t('screen.rule.labels'))}
        pairs={rule.labels}
        onChange={(labels) => set({ labels })}
      />
      <h4>{t('screen.rule.summary')}</h4>
      <Input
        aria-label={named(t('screen.rule.summary'))}
        value={rule.summary}
        maxLength={1000}
        onChange={(event) => set({ summary: event.target.value })}
      />
      <Timing rule={rule} set={set} named={named} />
    </>
  )
}

/** How many it takes, and when it is over by itself. */
function Timing({
  rule: { threshold, resolveMinutes },
  set,
  named,
}: {
  rule: Rule
  set: (part: Partial<Rule>) => void
  named: (what: string) => string
}) {
  const { t } = useTranslation('alert-source')
  return (
    <>
      <h4>
        {t('screen.rule.threshold')} · {t('screen.rule.resolveMinutes')}
      </h4>
      <div className="source-row">
        <InputNumber
          aria-label={named(t('screen.rule.count'))}
          placeholder={t('screen.rule.count')}
          min={2}
          max={10_000}
          value={threshold?.count ?? null}
          onChange={(count) =>
            set({ threshold: count === null ? null : { count, seconds: threshold?.seconds ?? 60 } })
          }
        />
        <span>/</span>
        <InputNumber
          aria-label={named(t('screen.rule.seconds'))}
          placeholder={t('screen.rule.seconds')}
          min={1}
          max={3600}
          suffix="s"
          disabled={threshold === null}
          value={threshold?.seconds ?? null}
          onChange={(seconds) => threshold && set({ threshold: { ...threshold, seconds: seconds ?? 60 } })}
        />
        <InputNumber
          className="source-wide"
          aria-label={named(t('screen.rule.resolveMinutes'))}
          placeholder={t('screen.rule.resolveMinutes')}
          min={1}
          max={10_080}
          value={resolveMinutes}
          onChange={(minutes) => set({ resolveMinutes: minutes })}
        />
      </div>
    </>
  )
}

function Conditions({
  kind,
  label,
  conditions,
  add,
  onChange,
}: {
  kind: Kind
  label: string
  conditions: readonly Condition[]
  add: string
  onChange: (conditions: Condition[]) => void
}) {
  const { t } = useTranslation('alert-source')
  const fields = known[kind] ?? []
  return (
    <Rows
      rows={conditions}
      most={10}
      fresh={{ field: fields[0] ?? 'message', op: kind === 'trap' ? 'is' : 'contains', value: '' }}
      add={add}
      remove={`${label} ${t('screen.rule.removeCondition')}`}
      onChange={onChange}
    >
      {(condition, change, n) => (
        <>
          <AutoComplete
            className="source-narrow"
            aria-label={`${label} ${n + 1} ${t('screen.rule.field')}`}
            value={condition.field}
            options={fields.map((value) => ({ value }))}
            onChange={(field: string) => change({ field })}
          />
          <Select
            className="source-narrow"
            aria-label={`${label} ${n + 1} ${t('screen.rule.op')}`}
            value={condition.op}
            options={operators
              .filter((one) => one !== 'under' || kind === 'trap')
              .map((one) => ({ value: one, label: t(`screen.op.${one}`) }))}
            onChange={(op) => change({ op })}
          />
          <Input
            className="source-wide"
            aria-label={`${label} ${n + 1} ${t('screen.rule.value')}`}
            value={condition.value}
            maxLength={500}
            onChange={(event) => change({ value: event.target.value })}
          />
        </>
      )}
    </Rows>
  )
}
