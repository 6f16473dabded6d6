import { PrinterOutlined } from '@ant-design/icons'
import { useNavigate, useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useCall, useDownload } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { Panel, RecordPage } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { ApprovalBlock } from '../../approval/ui/ApprovalBlock.tsx'
import { Attachments } from './Attachments.tsx'
import { History } from './History.tsx'
import { Moves } from './Moves.tsx'
import { Reveal } from './Reveal.tsx'
import type { AnyRecord, LedgerUi } from './types.ts'
import { LedgerState, LedgerValue } from './Value.tsx'
import { fieldGroups } from './values.ts'
import { useLedgerWords, type LedgerWords } from './words.ts'
import './ledger.css'

/** One record of a ledger: its fields by group, what can be done now, its history. */
export function LedgerRecordPage({ ui }: { ui: LedgerUi }) {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const { data, error, refetch } = useCall(ui.endpoints.get, { id })
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <PageSkeleton />
  return <Loaded key={id} ui={ui} record={data as unknown as AnyRecord} />
}

function Loaded({ ui, record }: { ui: LedgerUi; record: AnyRecord }) {
  const { def } = ui.endpoints
  const words = useLedgerWords(def)
  const title = String((record.values[def.titleField] as string | null) ?? record.number ?? '')
  return (
    <RecordPage
      title={title}
      tabTitle={[record.number, title].filter(Boolean).join(' ')}
      breadcrumb={[{ label: words.title, to: def.path }, { label: record.number ?? title }]}
      tags={<LedgerState ui={ui} record={record} />}
      actions={<Actions ui={ui} record={record} words={words} />}
      story={
        <>
          <Groups ui={ui} record={record} words={words} />
          {ui.panels?.map((Extra, i) => (
            <Extra key={i} record={record} />
          ))}
          <Attachments ui={ui} record={record} />
          <History ui={ui} record={record} />
        </>
      }
      facts={
        <>
          <ApprovalBlock entity={def.name} id={record.id} />
          <Panel title={words.t('ledger:record')}>
            <FactList
              facts={[
                { label: words.column('number'), value: record.number, when: record.number !== null },
                { label: words.column('org'), value: record.org.name },
                { label: words.column('createdAt'), value: <TimeText at={record.createdAt} /> },
                { label: words.column('createdBy'), value: record.createdBy?.name },
                { label: words.column('updatedAt'), value: <TimeText at={record.updatedAt} /> },
                {
                  label: words.column('origin'),
                  value: words.t('ledger:imported'),
                  when: record.origin === 'import',
                },
              ]}
            />
          </Panel>
        </>
      }
    />
  )
}

function Actions({ ui, record, words }: { ui: LedgerUi; record: AnyRecord; words: LedgerWords }) {
  const { endpoints } = ui
  const navigate = useNavigate()
  const sheet = useDownload(endpoints.print)
  return (
    <>
      {endpoints.def.print ? (
        <Button icon={<PrinterOutlined />} loading={sheet.busy} onClick={() => sheet.run({ id: record.id })}>
          {words.t('web:action.print')}
        </Button>
      ) : null}
      {ui.actions?.map((Extra, i) => (
        <Extra key={i} record={record} />
      ))}
      {record.abilities.includes('edit') ? (
        <Button onClick={() => void navigate({ to: `${endpoints.def.path}/${record.id}/edit` })}>
          {words.t('web:action.edit')}
        </Button>
      ) : null}
      <Moves ui={ui} record={record} />
    </>
  )
}

/** Long texts and files take a line of their own. */
const wide = new Set(['longtext', 'files', 'address', 'refs'])

function Groups({ ui, record, words }: { ui: LedgerUi; record: AnyRecord; words: LedgerWords }) {
  const { def } = ui.endpoints
  const seen = (name: string | null) =>
    name === null || record.groups.find((one) => one.name === name)?.see !== false
  const groups = fieldGroups(def, (key, field) => {
    const { when } = field
    // what only moves write is not missing before them
    if (field.computed && record.values[key] === null) return false
    // what is asked for only sometimes is shown when it was, or should have been, filled
    return !when || record.values[key] !== null || when.is.includes(record.values[when.field] as never)
  })
  return groups.map(({ name, keys }) => (
    <Panel key={name ?? ''} title={name === null ? words.t('ledger:fields') : words.group(name)}>
      {seen(name) ? (
        <div className="zy-ledger-facts">
          <FactList
            facts={keys.map((key) => ({
              label: words.field(key),
              value: (
                <>
                  <LedgerValue ui={ui} record={record} name={key} />
                  {def.fields[key]!.kind === 'id-card' && record.values[key] !== null ? (
                    <Reveal ui={ui} record={record} field={key} />
                  ) : null}
                </>
              ),
              block: wide.has(def.fields[key]!.kind) && record.values[key] !== null,
            }))}
          />
        </div>
      ) : (
        <p className="zy-page-sub">{words.t('ledger:groupHidden')}</p>
      )}
    </Panel>
  ))
}
