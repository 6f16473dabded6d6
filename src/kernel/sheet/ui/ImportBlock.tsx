import { Alert, App, Button, Table } from 'antd'
import { DownloadOutlined, FileExcelOutlined, SnippetsOutlined, UploadOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { EndpointDef } from '#kernel/http/endpoint.ts'
import { call, download, Problem } from '#web/api.ts'
import { invalidate } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import type { SheetReport } from '../contract.ts'
import { PasteDialog } from './PasteDialog.tsx'
import './sheet.css'

type Report = z.output<typeof SheetReport>
type Mode = 'all' | 'good'

export interface ImportBlockProps {
  /** the room's three endpoints */
  template: EndpointDef
  check: EndpointDef
  apply: EndpointDef
  /** what an import does, in a sentence or two */
  rule: string
  /** rooms whose lists have to be read again afterwards */
  invalidates: string[]
  /** what the endpoints need beside the file, such as the id of what it belongs to */
  input?: Readonly<Record<string, string>>
}

/** Import of a table: choose a file, see what the dry run found, then write all rows or the good ones. */
export function ImportBlock({ template, check, apply, rule, invalidates, input = {} }: ImportBlockProps) {
  const { t } = useTranslation('sheet')
  const job = useImport(check, apply, invalidates, input)
  const picker = useRef<HTMLInputElement>(null)
  const [pasting, setPasting] = useState(false)
  const fetchTemplate = (format: 'csv' | 'xlsx') => void download(template, { ...input, format } as never)
  return (
    <div className="zy-sheet">
      <Panel>
        <p>{rule}</p>
        <div className="zy-sheet-actions">
          <Button
            type={job.report ? 'default' : 'primary'}
            icon={<UploadOutlined />}
            disabled={job.busy}
            onClick={() => picker.current?.click()}
          >
            {t(job.report ? 'import.again' : 'import.choose')}
          </Button>
          <Button icon={<SnippetsOutlined />} disabled={job.busy} onClick={() => setPasting(true)}>
            {t('import.paste')}
          </Button>
          <Button icon={<FileExcelOutlined />} onClick={() => fetchTemplate('xlsx')}>
            {t('import.template')} .xlsx
          </Button>
          <Button icon={<DownloadOutlined />} onClick={() => fetchTemplate('csv')}>
            {t('import.template')} .csv
          </Button>
          <input
            ref={picker}
            type="file"
            hidden
            accept=".csv,.txt,.xlsx"
            aria-label={t('import.choose')}
            onChange={(event) => {
              const file = event.target.files?.[0]
              // the same file, mended, can be chosen again
              event.target.value = ''
              if (file) void job.look(file)
            }}
          />
        </div>
        {pasting ? (
          <PasteDialog
            onClose={() => setPasting(false)}
            onTake={(file) => {
              setPasting(false)
              void job.look(file)
            }}
          />
        ) : null}
        <p className="zy-sheet-hint">{t('import.accept', { rows: '10,000', size: 20 })}</p>
        {job.trouble ? <Alert type="error" showIcon title={job.trouble} /> : null}
      </Panel>
      {job.busy && !job.report ? <Bars rows={3} /> : null}
      {job.report ? <Findings report={job.report} busy={job.busy} write={job.write} /> : null}
    </div>
  )
}

function useImport(
  check: EndpointDef,
  apply: EndpointDef,
  invalidates: string[],
  around: Readonly<Record<string, string>>,
) {
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<Report | null>(null)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const send = async (ep: EndpointDef, content: File, input: { mode?: Mode }) => {
    setBusy(true)
    setTrouble(null)
    const form = new FormData()
    form.append('file', content, content.name)
    try {
      setReport((await call(ep, { ...around, ...input } as never, { form })) as Report)
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setTrouble(error.message)
    } finally {
      setBusy(false)
    }
  }
  return {
    report,
    busy,
    trouble,
    look: (chosen: File) => {
      setFile(chosen)
      setReport(null)
      return send(check, chosen, {})
    },
    write: async (mode: Mode) => {
      if (file) await send(apply, file, { mode })
      await invalidate(client, ...invalidates)
    },
  }
}

interface FindingsProps {
  report: Report
  busy: boolean
  write: (mode: Mode) => Promise<void>
}

function Findings({ report, busy, write }: FindingsProps) {
  const { t } = useTranslation('sheet')
  const { applied, create, update, same, bad, problems } = report
  return (
    <Panel title={t(applied ? 'import.appliedTitle' : 'import.checked')} flush>
      <div className="zy-pad" role="status">
        <p>
          {report.fileName} · {t('import.rows', { count: report.rows })}
        </p>
        <dl className="zy-sheet-counts">
          <Count label={t('import.create')} value={create} />
          <Count label={t('import.update')} value={update} />
          <Count label={t('import.same')} value={same} />
          <Count label={t(applied ? 'import.badLeft' : 'import.bad')} value={bad} bad={bad > 0} />
        </dl>
        {applied ? null : <Decision report={report} busy={busy} write={write} />}
      </div>
      {problems.length > 0 ? <ProblemTable report={report} /> : null}
    </Panel>
  )
}

function Count({ label, value, bad }: { label: string; value: number; bad?: boolean }) {
  return (
    <div className={bad ? 'zy-sheet-bad' : undefined}>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </div>
  )
}

function Decision({ report, busy, write }: FindingsProps) {
  const { t } = useTranslation('sheet')
  const { modal } = App.useApp()
  const { create, update, problems, headingBad } = report
  const good = create + update
  if (headingBad) return <Alert type="error" showIcon title={t('import.headingBad')} />
  if (problems.length === 0 && good === 0) return <Alert type="info" showIcon title={t('import.nothing')} />
  if (problems.length === 0)
    return (
      <Button type="primary" loading={busy} onClick={() => void write('all')}>
        {t('import.applyAll')}
      </Button>
    )
  const ask = () =>
    void modal.confirm({
      title: t('import.confirmGood', { count: good }),
      okText: t('import.applyGood', { count: good }),
      onOk: () => write('good'),
    })
  return (
    <>
      <Alert type="warning" showIcon title={t('import.fixFirst')} />
      {good > 0 ? (
        <Button className="zy-sheet-good" loading={busy} onClick={ask}>
          {t('import.applyGood', { count: good })}
        </Button>
      ) : null}
    </>
  )
}

type Row = Report['problems'][number]

function ProblemTable({ report }: { report: Report }) {
  const { t } = useTranslation('sheet')
  const { problems } = report
  return (
    <>
      <div className="zy-panel-head">
        <h2>{t('import.problems', { count: problems.length })}</h2>
        <Button size="small" icon={<DownloadOutlined />} onClick={() => save(report, t)}>
          {t('import.download')}
        </Button>
      </div>
      <Table<Row & { key: number }>
        size="small"
        tableLayout="fixed"
        dataSource={problems.map((one, key) => ({ ...one, key }))}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        columns={[
          {
            title: t('import.cell'),
            key: 'cell',
            width: 96,
            render: (_, one) => one.cell ?? `${t('import.row')} ${one.row}`,
          },
          {
            title: t('import.column'),
            key: 'column',
            width: 130,
            responsive: ['md'],
            render: (_, one) => one.column ?? '—',
          },
          {
            title: t('import.value'),
            dataIndex: 'value',
            width: '28%',
            render: (value: string) => <code>{value || '—'}</code>,
          },
          { title: t('import.reason'), dataIndex: 'message' },
        ]}
      />
    </>
  )
}

/** The list as CSV, for whoever keeps the table. Cells that a spreadsheet would take for formulas stay text. */
function save({ problems, fileName }: Report, t: (key: string) => string): void {
  const quote = (value: string) =>
    `"${(/^[\s=+\-@]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`
  const heading = ['row', 'cell', 'column', 'value', 'reason'].map((key) => t(`import.${key}`))
  const lines = problems.map((one) => [
    `${one.row}`,
    one.cell ?? '',
    one.column ?? '',
    one.value,
    one.message,
  ])
  const text = [heading, ...lines].map((line) => line.map(quote).join(',')).join('\r\n')
  const url = URL.createObjectURL(new Blob([`\ufeff${text}\r\n`], { type: 'text/csv' }))
  const link = document.createElement('a')
  link.href = url
  link.download = `${fileName.replace(/\.\w+$/, '')}.problems.csv`
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
