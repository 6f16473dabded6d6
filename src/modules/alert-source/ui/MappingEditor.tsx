import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Mapping } from '../spec-contract.ts'
import { alertSeverities } from '../words.ts'
import { Pairs, Rows } from './Rows.tsx'

type Place = 'items' | 'name' | 'severity' | 'status' | 'key' | 'startsAt' | 'endsAt' | 'groupKey'

/** Which fields of a body mean an alert. */
export function MappingEditor({
  value,
  onChange = () => undefined,
}: {
  value?: Mapping
  onChange?: (mapping: Mapping) => void
}) {
  const { t } = useTranslation('alert-source')
  if (!value) return null
  const set = (part: Partial<Mapping>) => onChange({ ...value, ...part })
  const place = (name: Place, hint?: string) => (
    <label key={name}>
      <span className="source-name">{t(`screen.mapping.${name}`)}</span>
      <Input
        value={value[name]}
        maxLength={500}
        onChange={(event) => set({ [name]: event.target.value.trim() })}
      />
      {hint ? <small className="source-dim">{hint}</small> : null}
    </label>
  )
  return (
    <div>
      <p className="source-dim">{t('screen.mapping.hint')}</p>
      <div className="source-pairs">
        {place('items', t('screen.mapping.itemsHint'))}
        {place('key', t('screen.mapping.keyHint'))}
        {place('name')}
        {place('groupKey')}
        {place('severity')}
        <Severities mapping={value} set={set} />
        {place('status')}
        <label>
          <span className="source-name">{t('screen.mapping.resolved')}</span>
          <Select
            mode="tags"
            style={{ width: '100%' }}
            aria-label={t('screen.mapping.resolved')}
            value={value.resolved}
            tokenSeparators={[',', '，']}
            open={false}
            onChange={(resolved: string[]) => set({ resolved: resolved.slice(0, 20) })}
          />
        </label>
        {place('startsAt')}
        {place('endsAt')}
        <div className="source-all">
          <span className="source-name">{t('screen.mapping.labels')}</span>
          <Pairs
            label={t('screen.mapping.labels')}
            pairs={value.labels}
            onChange={(labels) => set({ labels })}
          />
        </div>
        <label>
          <span className="source-name">{t('screen.mapping.labelsFrom')}</span>
          <Input
            value={value.labelsFrom ?? ''}
            maxLength={300}
            onChange={(event) => set({ labelsFrom: event.target.value.trim() || null })}
          />
        </label>
        <div className="source-all">
          <span className="source-name">{t('screen.mapping.annotations')}</span>
          <Pairs
            label={t('screen.mapping.annotations')}
            pairs={value.annotations}
            onChange={(annotations) => set({ annotations })}
          />
        </div>
      </div>
    </div>
  )
}

function Severities({ mapping, set }: { mapping: Mapping; set: (part: Partial<Mapping>) => void }) {
  const { t } = useTranslation('alert-source')
  const options = alertSeverities.map((one) => ({ value: one, label: t(`screen.severity.${one}`) }))
  return (
    <div>
      <span className="source-name">{t('screen.mapping.severities')}</span>
      <Rows
        rows={mapping.severities}
        most={50}
        fresh={{ from: '', to: 'warning' as const }}
        add={t('screen.mapping.add')}
        remove={`${t('screen.mapping.severities')} ${t('screen.mapping.remove')}`}
        onChange={(severities) => set({ severities })}
      >
        {(one, change, n) => (
          <>
            <Input
              className="source-half"
              aria-label={`${t('screen.mapping.from')} ${n + 1}`}
              value={one.from}
              maxLength={100}
              onChange={(event) => change({ from: event.target.value })}
            />
            <Select
              className="source-half"
              aria-label={`${t('screen.mapping.to')} ${n + 1}`}
              value={one.to}
              options={options}
              onChange={(to) => change({ to })}
            />
          </>
        )}
      </Rows>
      <div className="source-row" style={{ marginTop: 6 }}>
        <span>{t('screen.mapping.otherwise')}</span>
        <Select
          className="source-half"
          aria-label={t('screen.mapping.otherwise')}
          value={mapping.otherwise}
          options={options}
          onChange={(otherwise) => set({ otherwise })}
        />
      </div>
    </div>
  )
}
