import { Alert, Button, Checkbox, DatePicker, Input, Modal } from 'antd'
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useExplain, useMove } from '#web/hooks.ts'
import { fromWall, toWall } from '#web/kit/zone.ts'
import { addAnalysis, editAnalysis } from '../analysis-contract.ts'
import { bones, type Bone, type Method } from '../words.ts'
import type { Analysis } from './Analyses.tsx'
import './problem.css'

/** One line of any form: what it says, and what stands beside it. */
interface Row {
  text: string
  beside: string
  mark: boolean
  bone: Bone
}
interface Draft {
  lead: string
  rows: Row[]
  conclusion: string
}
type Given = CallInput<typeof addAnalysis>['analysis']

const empty = (bone: Bone = 'people'): Row => ({ text: '', beside: '', mark: false, bone })

function draftOf(method: Method, one: Analysis | null): Draft {
  if (!one)
    return {
      lead: '',
      conclusion: '',
      rows: method === 'fishbone' ? bones.map((bone) => empty(bone)) : [empty()],
    }
  const { conclusion } = one
  if (one.method === 'free') return { lead: one.content.text, rows: [], conclusion }
  if (one.method === 'five-whys')
    return {
      lead: one.content.question,
      rows: one.content.whys.map((why) => ({ ...empty(), text: why.answer, beside: why.evidence })),
      conclusion,
    }
  if (one.method === 'timeline')
    return {
      lead: '',
      rows: one.content.entries.map((e) => ({ ...empty(), text: e.what, beside: e.at, mark: e.abnormal })),
      conclusion,
    }
  const rows = bones.flatMap((bone) => {
    const causes = one.content[bone].map((cause) => ({
      ...empty(bone),
      text: cause.text,
      mark: cause.likely,
    }))
    return causes.length > 0 ? causes : [empty(bone)]
  })
  return { lead: one.content.effect, rows, conclusion }
}

/** What is sent; lines that say nothing are left out. */
function givenOf(method: Method, draft: Draft): Given {
  const rows = draft.rows.filter((row) => row.text.trim() !== '')
  const { conclusion } = draft
  if (method === 'free') return { method, content: { text: draft.lead }, conclusion }
  if (method === 'five-whys') {
    const whys = rows.map((row) => ({ answer: row.text, evidence: row.beside }))
    return { method, content: { question: draft.lead, whys }, conclusion }
  }
  if (method === 'timeline')
    return {
      method,
      content: { entries: rows.map((row) => ({ at: row.beside, what: row.text, abnormal: row.mark })) },
      conclusion,
    }
  const causesOf = (bone: Bone) =>
    rows.filter((row) => row.bone === bone).map((row) => ({ text: row.text, likely: row.mark }))
  const content = Object.fromEntries(bones.map((bone) => [bone, causesOf(bone)])) as Record<
    Bone,
    { text: string; likely: boolean }[]
  >
  return { method, content: { effect: draft.lead, ...content }, conclusion }
}

/** Everything that the method asks for at least. */
function isReady(method: Method, draft: Draft): boolean {
  const rows = draft.rows.filter((row) => row.text.trim() !== '')
  if (method === 'free') return draft.lead.trim() !== ''
  if (method === 'timeline') return rows.length > 0 && rows.every((row) => row.beside !== '')
  return draft.lead.trim() !== '' && rows.length > 0
}

/** Writes or rewrites an analysis in the form of its method. */
export function AnalysisDialog({
  problemId,
  method,
  analysis,
  onClose,
}: {
  problemId: string
  method: Method
  analysis: Analysis | null
  onClose: () => void
}) {
  const { t } = useTranslation('problem')
  const explain = useExplain()
  const [draft, setDraft] = useState(() => draftOf(method, analysis))
  const options = { done: t('ui.analysis.saved'), onDone: onClose, onProblem: () => true as const }
  const add = useMove(addAnalysis, options)
  const edit = useMove(editAnalysis, options)
  const error = add.error ?? edit.error
  const save = () => {
    const given = givenOf(method, draft)
    if (analysis)
      edit.mutate({ id: problemId, analysisId: analysis.id, version: analysis.version, analysis: given })
    else add.mutate({ id: problemId, analysis: given })
  }
  return (
    <Modal
      open
      title={t(`method.${method}`)}
      width={720}
      onCancel={onClose}
      onOk={save}
      okText={t('ui.analysis.save')}
      okButtonProps={{ disabled: !isReady(method, draft) }}
      confirmLoading={add.isPending || edit.isPending}
    >
      {error ? <Alert type="error" showIcon title={explain(error)} role="alert" /> : null}
      <p className="zy-prb-none">{t(`ui.analysis.hint.${method}`)}</p>
      {method === 'timeline' ? null : (
        <Input.TextArea
          autoFocus
          value={draft.lead}
          onChange={(event) => setDraft({ ...draft, lead: event.target.value })}
          placeholder={t(`ui.analysis.lead.${method}`)}
          aria-label={t(`ui.analysis.lead.${method}`)}
          autoSize={{ minRows: method === 'free' ? 6 : 1, maxRows: 16 }}
          maxLength={method === 'free' ? 20_000 : 500}
          style={{ marginBottom: 12 }}
        />
      )}
      <Rows method={method} rows={draft.rows} onChange={(rows) => setDraft({ ...draft, rows })} />
      <Input.TextArea
        value={draft.conclusion}
        onChange={(event) => setDraft({ ...draft, conclusion: event.target.value })}
        placeholder={t('ui.analysis.conclusion')}
        aria-label={t('ui.analysis.conclusion')}
        autoSize={{ minRows: 1, maxRows: 6 }}
        maxLength={2000}
        style={{ marginTop: 12 }}
      />
    </Modal>
  )
}

const most: Record<Method, number> = { 'five-whys': 7, fishbone: 120, timeline: 100, free: 0 }

function Rows({ method, rows, onChange }: { method: Method; rows: Row[]; onChange: (rows: Row[]) => void }) {
  const { t } = useTranslation('problem')
  if (method === 'free') return null
  const line = (row: Row, at: number, label: string): ReactNode => (
    <div key={at} className="zy-prb-line">
      <Line method={method} row={row} label={label} onChange={(next) => onChange(rows.with(at, next))} />
      <Button
        type="text"
        size="small"
        icon={<DeleteOutlined />}
        aria-label={`${t('ui.analysis.dropLine')} ${label}`}
        onClick={() => onChange(rows.toSpliced(at, 1))}
      />
    </div>
  )
  const more = (row: Row, at: number) =>
    rows.length < most[method] ? (
      <Button
        size="small"
        type="dashed"
        icon={<PlusOutlined />}
        onClick={() => onChange(rows.toSpliced(at, 0, row))}
      >
        {t('ui.analysis.more')}
      </Button>
    ) : null
  if (method !== 'fishbone')
    return (
      <>
        {rows.map((row, at) => line(row, at, t(`ui.analysis.row.${method}`, { n: at + 1 })))}
        {more(empty(), rows.length)}
      </>
    )
  // lines of one bone stand together
  const first = (bone: Bone): number => rows.findIndex((row) => row.bone === bone)
  return bones.map((bone) => (
    <section key={bone}>
      <p className="zy-prb-row">
        <b>{t(`bone.${bone}`)}</b>
        {more(empty(bone), rows.findLastIndex((row) => row.bone === bone) + 1 || rows.length)}
      </p>
      {rows.map((row, at) =>
        row.bone === bone ? line(row, at, `${t(`bone.${bone}`)} ${at - first(bone) + 1}`) : null,
      )}
    </section>
  ))
}

function Line({
  method,
  row,
  label,
  onChange,
}: {
  method: Method
  row: Row
  label: string
  onChange: (row: Row) => void
}) {
  const { t } = useTranslation('problem')
  return (
    <>
      <Input
        value={row.text}
        onChange={(event) => onChange({ ...row, text: event.target.value })}
        placeholder={label}
        aria-label={label}
        maxLength={500}
      />
      {method === 'five-whys' ? (
        <Input
          value={row.beside}
          onChange={(event) => onChange({ ...row, beside: event.target.value })}
          placeholder={t('ui.analysis.evidence')}
          aria-label={`${t('ui.analysis.evidence')} ${label}`}
          maxLength={500}
          style={{ width: 220 }}
        />
      ) : null}
      {method === 'timeline' ? (
        <DatePicker
          value={toWall(row.beside || undefined)}
          onChange={(at) => onChange({ ...row, beside: fromWall(at) ?? '' })}
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          aria-label={`${t('ui.analysis.at')} ${label}`}
          placeholder={t('ui.analysis.at')}
          style={{ width: 180 }}
        />
      ) : null}
      {method === 'five-whys' ? null : (
        <Checkbox checked={row.mark} onChange={(event) => onChange({ ...row, mark: event.target.checked })}>
          {t(method === 'timeline' ? 'ui.analysis.abnormal' : 'ui.analysis.likely')}
        </Checkbox>
      )}
    </>
  )
}
