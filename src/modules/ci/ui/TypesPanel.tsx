import { InputNumber, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCall, useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { editRelationType, getCatalogue, setSourceRanks } from '../class-contract.ts'
import { spreads } from '../words.ts'
import { useCatalogue } from './parts.tsx'

/** Which way an outage goes along each relation, and how far each source is believed. */
export function TypesPanel() {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const ranks = useCall(getCatalogue, {}, { staleTime: 300_000 }).data?.ranks ?? []
  const edit = useMove(editRelationType, { done: t('ui.edit.done') })
  const rank = useMove(setSourceRanks, { done: t('ui.edit.done') })
  return (
    <>
      <Panel title={t('ui.class.types')}>
        <ul className="zy-ci-list">
          {catalogue.types.map(({ key, version, spreads: way }) => (
            <li key={key}>
              <div className="zy-ci-grow">
                {catalogue.words(key, 'out')} / {catalogue.words(key, 'in')} <small>{key}</small>
              </div>
              <Select
                size="small"
                value={way}
                aria-label={`${t('ui.class.spreads')} ${catalogue.words(key, 'out')}`}
                options={spreads.map((value) => ({ value, label: t(`ui.spread.${value}`) }))}
                onChange={(value) => edit.mutate({ key, version, spreads: value })}
                style={{ width: 220 }}
              />
            </li>
          ))}
        </ul>
      </Panel>
      <Panel title={t('ui.class.sources')}>
        <p className="zy-ci-dim">{t('ui.class.sourcesHelp')}</p>
        <ul className="zy-ci-list">
          {catalogue.sources.map((one) => {
            const own = ranks.filter((row) => row.source === one.key)
            return (
              <li key={one.key}>
                <div className="zy-ci-grow">
                  {catalogue.nameOf(one)} <small>{one.key}</small>
                  {own.length > 0 ? (
                    <div>
                      <small>{own.map((row) => `${row.field} ${row.rank}`).join(comma())}</small>
                    </div>
                  ) : null}
                </div>
                <InputNumber
                  size="small"
                  min={1}
                  max={1000}
                  defaultValue={one.rank}
                  key={one.version}
                  aria-label={`${t('ui.class.rank')} ${catalogue.nameOf(one)}`}
                  onBlur={(event) => {
                    const value = Number(event.target.value)
                    if (Number.isInteger(value) && value > 0 && value !== one.rank)
                      rank.mutate({
                        ...{ key: one.key, version: one.version, rank: value },
                        fields: own.map((row) => ({ field: row.field, rank: row.rank })),
                      })
                  }}
                />
              </li>
            )
          })}
        </ul>
      </Panel>
    </>
  )
}
