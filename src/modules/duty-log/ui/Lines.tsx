import { Link } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bracketed } from '#web/kit/marks.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { absoluteTime } from '#web/kit/TimeText.tsx'
import { addLine, editLine, removeLine } from '../contract.ts'
import { kinds } from '../lifecycle.ts'
import type { Line, Log } from './parts.tsx'

/** What happened, kind by kind. */
export function Lines({ log }: { log: Log }) {
  const { t } = useTranslation('duty-log')
  const [shown, setShown] = useState<Line | 'new' | null>(null)
  const writes = log.abilities.includes('write')
  return (
    <>
      {log.lines.length === 0 ? (
        <Panel title={t('page.lines')} actions={writes ? <Add onClick={() => setShown('new')} /> : null}>
          <EmptyState title={t('page.noLines')} {...(writes ? { hint: t('page.noLinesHint') } : {})} small />
        </Panel>
      ) : (
        kinds
          .map((kind) => ({ kind, lines: log.lines.filter((one) => one.kind === kind) }))
          .filter(({ lines }) => lines.length > 0)
          .map(({ kind, lines }, i) => (
            <Panel
              key={kind}
              title={`${t(`kind.${kind}`)}${bracketed(lines.length)}`}
              actions={writes && i === 0 ? <Add onClick={() => setShown('new')} /> : null}
            >
              <ul className="zy-dlog-lines">
                {lines.map((line) => (
                  <LineRow key={line.id} log={log} line={line} onEdit={() => setShown(line)} />
                ))}
              </ul>
            </Panel>
          ))
      )}
      {shown ? (
        <LineDialog log={log} line={shown === 'new' ? null : shown} onClose={() => setShown(null)} />
      ) : null}
    </>
  )
}

function Add({ onClick }: { onClick: () => void }) {
  const { t } = useTranslation('duty-log')
  return (
    <Button icon={<PlusOutlined />} onClick={onClick}>
      {t('act.add')}
    </Button>
  )
}

const pagesOf: Record<string, string> = { incident: '/incidents', round: '/rounds', alert: '/alerts' }

function LineRow({ log, line, onEdit }: { log: Log; line: Line; onEdit: () => void }) {
  const { t } = useTranslation('duty-log')
  const remove = useMove(removeLine)
  const page = line.entity && line.entity !== 'alert' ? pagesOf[line.entity] : undefined
  return (
    <li>
      <time>{absoluteTime(line.occurredAt, { shortYear: true })}</time>
      <div>
        {line.number && page ? (
          <Link to={`${page}/${line.entityId}` as never}>{line.number}</Link>
        ) : (
          line.number
        )}{' '}
        {line.text} {line.source === 'carried' ? <Tag hue="violet">{t('source.carried')}</Tag> : null}
        {line.decision ? (
          <div>
            <Tag hue={line.decision === 'accepted' ? 'green' : 'red'}>{t(`decision.${line.decision}`)}</Tag>{' '}
            {line.decisionNote}
          </div>
        ) : null}
      </div>
      {log.abilities.includes('write') ? (
        <span>
          <Button size="small" type="link" onClick={onEdit}>
            {t('act.edit')}
          </Button>
          {line.source === 'carried' ? null : (
            <Popconfirm
              title={t('act.remove')}
              onConfirm={() => remove.mutate({ id: log.id, lineId: line.id, version: line.version })}
            >
              <Button size="small" type="link" danger>
                {t('act.remove')}
              </Button>
            </Popconfirm>
          )}
        </span>
      ) : null}
    </li>
  )
}

function LineDialog({ log, line, onClose }: { log: Log; line: Line | null; onClose: () => void }) {
  const { t } = useTranslation('duty-log')
  const options = { done: t('done.saved'), onProblem: () => true as const }
  const add = useMove(addLine, options)
  const edit = useMove(editLine, options)
  return (
    <FormDialog
      title={t(line ? 'act.edit' : 'act.add')}
      fields={[
        {
          name: 'kind',
          label: t('field.kind'),
          type: 'radio',
          required: true,
          options: kinds.map((value) => ({ value, label: t(`kind.${value}`) })),
        },
        {
          name: 'text',
          label: t('field.text'),
          type: 'longtext',
          max: 2000,
          rows: 4,
          required: true,
          autoFocus: true,
        },
      ]}
      initial={line ? { kind: line.kind, text: line.text } : { kind: 'routine' }}
      onSubmit={(values) =>
        line
          ? edit.mutateAsync({ id: log.id, lineId: line.id, version: line.version, ...values } as never)
          : add.mutateAsync({ id: log.id, ...values } as never)
      }
      onClose={onClose}
    />
  )
}
