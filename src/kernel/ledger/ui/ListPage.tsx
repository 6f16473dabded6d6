import { DownloadOutlined, PlusOutlined, UploadOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Dropdown } from 'antd'
import { useState } from 'react'
import { useDownload, useInfiniteList } from '#web/hooks.ts'
import { FilterBar } from '#web/kit/FilterBar.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordTable, type Column } from '#web/kit/RecordTable.tsx'
import { useCan } from '#web/session.tsx'
import { useUrlState, type UrlState } from '#web/url.ts'
import type { LedgerDef } from '../define-contract.ts'
import { BulkBar } from './BulkBar.tsx'
import { extraFilterKeys, ExtraFilters, plainFilters, useCodeFilters } from './filters.tsx'
import type { AnyRecord, LedgerUi } from './types.ts'
import { LedgerCell } from './Value.tsx'
import { useLedgerWords, type LedgerWords } from './words.ts'
import './ledger.css'

/** What the address asks of the list; unknown keys of it are left alone. */
function askedFor(def: LedgerDef, url: UrlState): Record<string, string> {
  const keys = ['q', 'sort', ...(def.list.filters ?? [])]
  return Object.fromEntries(keys.flatMap((key) => (url[key] ? [[key, url[key]]] : [])))
}

/** The list of a ledger: filters in the address, what is shown can be exported, what is chosen changed at once. */
export function LedgerListPage({ ui }: { ui: LedgerUi }) {
  const { endpoints } = ui
  const { def } = endpoints
  const words = useLedgerWords(def)
  const navigate = useNavigate()
  const can = useCan()
  const [url] = useUrlState()
  const [chosen, setChosen] = useState<string[]>([])
  const asked = askedFor(def, url)
  const list = useInfiniteList(endpoints.list, asked as never)
  const rows = list.items as unknown as AnyRecord[]
  const add = can(def.keep) ? (
    <Button type="primary" icon={<PlusOutlined />} onClick={() => void navigate({ to: `${def.path}/new` })}>
      {words.t('ledger:new', { one: words.one })}
    </Button>
  ) : null
  return (
    <div className="zy-page">
      <PageHeader
        title={words.title}
        {...(words.help ? { sub: words.help } : {})}
        actions={
          <>
            <Tools ui={ui} asked={asked} words={words} />
            {ui.listActions?.map((Action, i) => (
              <Action key={i} />
            ))}
            {add}
          </>
        }
      />
      <Filters ui={ui} words={words} />
      {chosen.length > 0 ? (
        <BulkBar
          ui={ui}
          records={rows.filter((row) => chosen.includes(row.id))}
          onDone={() => setChosen([])}
        />
      ) : null}
      <RecordTable<AnyRecord>
        list={{ ...list, items: rows }}
        label={words.title}
        filtered={Object.keys(asked).some((key) => key !== 'sort')}
        onOpen={(row) => void navigate({ to: `${def.path}/${row.id}` })}
        empty={{ title: words.t('ledger:empty'), hint: words.t('ledger:emptyHint'), action: add }}
        columns={columnsOf(ui, words)}
        {...(can(def.keep) ? { selection: { selected: chosen, onChange: setChosen } } : {})}
      />
    </div>
  )
}

function Filters({ ui, words }: { ui: LedgerUi; words: LedgerWords }) {
  const { def } = ui.endpoints
  const codes = useCodeFilters(def, words)
  return (
    <FilterBar
      searchPlaceholder={words.t('ledger:search', { title: words.title })}
      filters={[...plainFilters(def, words), ...codes]}
      extra={<ExtraFilters def={def} words={words} />}
      extraKeys={extraFilterKeys(def)}
    />
  )
}

/** Widths by kind; the title takes what is left. */
const widths: Record<string, number> = {
  number: 170,
  state: 130,
  org: 160,
  updatedAt: 150,
  date: 120,
  'date-range': 200,
  instant: 150,
  money: 130,
  'yes-no': 80,
  duration: 100,
  time: 80,
}

/** What the filters and the record say as well, where a ledger shows many columns. */
const givesWay = ['org', 'updatedAt', 'warrantyUntil']

function columnsOf(ui: LedgerUi, words: LedgerWords): Column<AnyRecord>[] {
  const { def } = ui.endpoints
  return def.list.columns.map((key, i): Column<AnyRecord> => {
    const kind = key === 'number' ? 'number' : (def.fields[key]?.kind ?? key)
    const isTitle = key === def.titleField
    const sum = kind === 'money' || (kind === 'number' && key !== 'number')
    return {
      key,
      title: words.column(key),
      ...(isTitle ? { cut: true, lead: true } : { width: widths[kind] ?? 140 }),
      ...(def.list.sorts?.includes(key) ? { sort: key } : {}),
      ...(sum ? { align: 'right' as const, named: true } : {}),
      // a column half cut off says nothing: these give way to the others
      ...(def.list.columns.length > 8 && givesWay.includes(key) ? { roomy: true } : {}),
      // on a phone the first columns and the state say enough
      ...(i > 3 && key !== 'state' ? { wide: true } : {}),
      render: (row) => <LedgerCell ui={ui} record={row} name={key} />,
    }
  })
}

function Tools({ ui, asked, words }: { ui: LedgerUi; asked: Record<string, string>; words: LedgerWords }) {
  const { endpoints } = ui
  const { def } = endpoints
  const can = useCan()
  const navigate = useNavigate()
  const fetching = useDownload(endpoints.export)
  return (
    <>
      {can(def.keep) ? (
        <Button icon={<UploadOutlined />} onClick={() => void navigate({ to: `${def.path}/import` })}>
          {words.t('ledger:import')}
        </Button>
      ) : null}
      <Dropdown
        menu={{
          items: ['xlsx', 'csv'].map((format) => ({ key: format, label: `.${format}` })),
          onClick: ({ key }) => fetching.run({ ...asked, format: key } as never),
        }}
      >
        <Button icon={<DownloadOutlined />} loading={fetching.busy}>
          {words.t('ledger:export')}
        </Button>
      </Dropdown>
    </>
  )
}
