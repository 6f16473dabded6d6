import { Button, Input } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import { useInfiniteList, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Timeline, type TimelineItem } from '#web/kit/Timeline.tsx'
import { LoadMore } from '#web/kit/LoadMore.tsx'
import type { LedgerEntry } from '../ledger-contract.ts'
import type { AnyRecord, LedgerUi } from './types.ts'
import { useLedgerWords, type LedgerWords } from './words.ts'

type Entry = z.output<typeof LedgerEntry>

/** What happened to a record, the newest first, and a place to write a remark. */
export function History({ ui, record }: { ui: LedgerUi; record: AnyRecord }) {
  const { endpoints } = ui
  const words = useLedgerWords(endpoints.def)
  const list = useInfiniteList(endpoints.history, { id: record.id })
  const [text, setText] = useState('')
  const comment = useMove(endpoints.comment, { onDone: () => setText('') })
  const entries = list.items as Entry[]
  return (
    <Panel title={words.t('ledger:history')}>
      {record.abilities.includes('comment') ? (
        <div className="zy-ledger-say">
          <Input.TextArea
            value={text}
            maxLength={5000}
            autoSize={{ minRows: 2, maxRows: 8 }}
            aria-label={words.t('ledger:comment')}
            placeholder={words.t('ledger:commentHint')}
            onChange={(event) => setText(event.target.value)}
          />
          <Button
            disabled={!text.trim()}
            loading={comment.isPending}
            onClick={() => comment.mutate({ id: record.id, text })}
          >
            {words.t('ledger:comment')}
          </Button>
        </div>
      ) : null}
      {list.isPending ? <Bars rows={3} /> : null}
      {list.error && !list.isFetchNextPageError ? (
        <ErrorState error={list.error} retry={() => void list.refetch()} small />
      ) : null}
      <Timeline items={entries.map((entry) => item(entry, words))} />
      <LoadMore list={list} size="small" />
    </Panel>
  )
}

function item(entry: Entry, words: LedgerWords): TimelineItem {
  const what = entry.move ? words.move(entry.move) : words.t(`ledger:what.${entry.what}`)
  const states =
    entry.from !== null && entry.to !== null && entry.from !== entry.to
      ? ` · ${words.state(entry.from)} → ${words.state(entry.to)}`
      : ''
  const waits = entry.move && (entry.what === 'pending' || entry.what === 'refused')
  return {
    id: entry.id,
    at: entry.at,
    actor: entry.by.name,
    title: `${what}${waits ? ` · ${words.t(`ledger:what.${entry.what}`)}` : ''}${states}`,
    text: entry.text,
    hue: entry.what === 'refused' ? 'red' : entry.what === 'move' ? 'blue' : 'grey',
    ...(entry.changes.length > 0
      ? {
          extra: (
            <ul className="zy-ledger-changes">
              {entry.changes.map((one) => (
                <li key={one.field}>
                  <span>{words.column(one.field)}</span> <del>{one.before ?? '—'}</del> →{' '}
                  <ins>{one.after ?? '—'}</ins>
                </li>
              ))}
            </ul>
          ),
        }
      : {}),
  }
}
