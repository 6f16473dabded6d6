import { CheckCircleOutlined, LineChartOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Alert, Button, Checkbox, Input, InputNumber, Radio } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { urlOf } from '#web/api.ts'
import { invalidate, useExplain, useMove } from '#web/hooks.ts'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { Uploader } from '#web/kit/Uploader.tsx'
import { useQueryClient } from '@tanstack/react-query'
import { attachPhoto, downloadPhoto, recordEntry } from '../round-contract.ts'
import { ResultTag, useNormal, useReading, type Entry, type Round } from './parts.tsx'

interface Of {
  round: Round
  entry: Entry
}

/** One thing to look at: what is normal, what was read before, and the reading. */
export function EntryCard({ round, entry, onTrend }: Of & { onTrend: () => void }) {
  const { t } = useTranslation('round')
  const reading = useReading()
  const normal = useNormal()(entry)
  const [again, setAgain] = useState(false)
  const open = round.abilities.includes('record')
  const { before } = entry
  return (
    <section className="zy-rnd-entry" data-result={entry.result ?? 'none'} aria-label={entry.name}>
      <header>
        <strong>{entry.name}</strong>
        {entry.place ? <span className="zy-page-sub">{entry.place}</span> : null}
        {entry.code ? <code>{entry.code}</code> : null}
        {entry.kind === 'number' ? (
          <Button type="text" size="small" icon={<LineChartOutlined />} onClick={onTrend}>
            {t('act.trend')}
          </Button>
        ) : null}
        <ResultTag result={entry.result} />
      </header>
      {entry.hint ? <p className="zy-rnd-hint">{entry.hint}</p> : null}
      {normal || before ? (
        <p className="zy-rnd-hint">
          {normal}
          {normal && before ? ' · ' : ''}
          {before
            ? t('field.before', {
                value: reading(entry, before),
                at: absoluteTime(before.at, { shortYear: true }),
              })
            : ''}
        </p>
      ) : null}
      {open && (entry.result === null || again) ? (
        <Reading round={round} entry={entry} />
      ) : (
        <Read entry={entry} onAgain={open ? () => setAgain(true) : undefined} />
      )}
      <Photos entry={entry} open={open} />
    </section>
  )
}

function Read({ entry, onAgain }: { entry: Entry; onAgain: (() => void) | undefined }) {
  const { t } = useTranslation('round')
  const reading = useReading()
  if (entry.result === null) return null
  return (
    <div className="zy-rnd-read">
      {entry.result === 'skipped' ? null : <strong>{reading(entry, entry)}</strong>}
      {entry.note ? <span>{entry.note}</span> : null}
      {entry.scanned ? (
        <span className="zy-page-sub">
          <CheckCircleOutlined /> {t('scanned')}
        </span>
      ) : null}
      <span className="zy-page-sub">
        {entry.recordedBy} {entry.recordedAt ? absoluteTime(entry.recordedAt, { shortYear: true }) : ''}
      </span>
      {entry.incident ? (
        <Link to="/incidents/$id" params={{ id: entry.incident.id }}>
          {entry.incident.number}
        </Link>
      ) : null}
      {entry.notice ? (
        <Link to="/rectification-notices/$id" params={{ id: entry.notice.id }}>
          {entry.notice.number}
        </Link>
      ) : null}
      {onAgain ? (
        <Button size="small" onClick={onAgain}>
          {t('act.again')}
        </Button>
      ) : null}
    </div>
  )
}

/** The inputs of a reading. What was typed stays when it is refused. */
function Reading({ round, entry }: Of) {
  const { t } = useTranslation('round')
  const explain = useExplain()
  const [number, setNumber] = useState<number | null>(entry.number)
  const [text, setText] = useState(entry.text ?? '')
  const [abnormal, setAbnormal] = useState(entry.result === 'abnormal')
  const [skipped, setSkipped] = useState(entry.result === 'skipped')
  const [note, setNote] = useState(entry.note ?? '')
  const [code, setCode] = useState(entry.scanned ? (entry.code ?? '') : '')
  const save = useMove(recordEntry, { done: t('done.recorded'), onProblem: () => true })
  const send = () =>
    save.mutate({
      ...{ id: round.id, entryId: entry.id, version: entry.version, skipped, note: note || null },
      ...(skipped ? {} : { number, text: text || null, abnormal }),
      ...(code ? { code: codeIn(code) } : {}),
    })
  return (
    <>
      {save.error ? <Alert type="error" showIcon role="alert" title={explain(save.error)} /> : null}
      {round.scan && entry.code && !skipped ? (
        <Input
          value={code}
          placeholder={t('act.scan')}
          aria-label={t('act.scan')}
          onChange={(event) => setCode(event.target.value)}
        />
      ) : null}
      <div className="zy-rnd-read">
        {skipped ? null : (
          <Value entry={entry} number={number} text={text} onNumber={setNumber} onText={setText} />
        )}
        {entry.kind === 'text' && !skipped ? (
          <Checkbox checked={abnormal} onChange={(event) => setAbnormal(event.target.checked)}>
            {t('act.isAbnormal')}
          </Checkbox>
        ) : null}
        <Checkbox checked={skipped} onChange={(event) => setSkipped(event.target.checked)}>
          {t('act.skipItem')}
        </Checkbox>
      </div>
      <div className="zy-rnd-read">
        <Input
          value={note}
          maxLength={1000}
          placeholder={t('field.note')}
          aria-label={t('field.note')}
          onChange={(event) => setNote(event.target.value)}
          onPressEnter={send}
          style={{ flex: '1 1 200px' }}
        />
        <Button type="primary" loading={save.isPending} onClick={send}>
          {t('act.record')}
        </Button>
      </div>
    </>
  )
}

/** A label's code holds a link that ends in the code of the place. */
const codeIn = (text: string): string => text.trim().split('/').pop() ?? ''

function Value(props: {
  entry: Entry
  number: number | null
  text: string
  onNumber: (value: number | null) => void
  onText: (value: string) => void
}) {
  const { entry, number, text, onNumber, onText } = props
  const { t } = useTranslation('round')
  if (entry.kind === 'number')
    return (
      <InputNumber
        value={number}
        inputMode="decimal"
        size="large"
        aria-label={t('field.reading')}
        suffix={entry.unit ?? undefined}
        onChange={onNumber}
        style={{ width: 160 }}
      />
    )
  if (entry.kind === 'text')
    return (
      <Input.TextArea
        value={text}
        autoSize={{ minRows: 1, maxRows: 6 }}
        maxLength={2000}
        aria-label={t('field.findings')}
        placeholder={t('field.findings')}
        onChange={(event) => onText(event.target.value)}
        style={{ flex: '1 1 240px' }}
      />
    )
  const options =
    entry.kind === 'yes-no'
      ? (['yes', 'no'] as const).map((value) => ({ value, label: t(`reading.${value}`) }))
      : entry.choices.map((value) => ({ value, label: value }))
  return (
    <Radio.Group
      optionType="button"
      size="large"
      value={text || undefined}
      options={options}
      aria-label={t('field.reading')}
      onChange={(event) => onText(event.target.value as string)}
    />
  )
}

function Photos({ entry, open }: { entry: Entry; open: boolean }) {
  const client = useQueryClient()
  const wanted = open && (entry.photo === 'always' || entry.photo === 'abnormal')
  if (!wanted && entry.photos.length === 0) return null
  return (
    <>
      <div className="zy-rnd-photos">
        {entry.photos.map((file) => {
          const at = urlOf(downloadPhoto, { id: entry.id, fileId: file.id })
          return (
            <a key={file.id} href={at} target="_blank" rel="noreferrer" title={file.name}>
              {file.type.startsWith('image/') ? <img src={`${at}?inline=true`} alt={file.name} /> : file.name}
            </a>
          )
        })}
      </div>
      {wanted ? (
        <Uploader
          endpoint={attachPhoto}
          input={{ id: entry.id }}
          accept="image/*"
          onDone={() => void invalidate(client, 'round')}
        />
      ) : null}
    </>
  )
}
