import { CheckCircleOutlined, ExclamationCircleOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useDownload, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormField } from '#web/kit/RecordForm.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import * as contract from '../parts-contract.ts'
import { evidences, type EvidenceKind } from '../words.ts'
import { personSource, type ChangeView } from './parts.tsx'

/** What is missing before the next step, by name. */
export function MissingPanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const titles: Partial<Record<ChangeView['state'], string>> = {
    draft: t('ui.part.missing.draft'),
    returned: t('ui.part.missing.draft'),
    scheduled: t('ui.part.missing.scheduled'),
    'in-progress': t('ui.part.missing.working'),
    failed: t('ui.part.missing.working'),
    implemented: t('ui.part.missing.closing'),
    'backed-out': t('ui.part.missing.closing'),
  }
  const title = titles[change.state]
  if (!title) return null
  return (
    <Panel title={title}>
      {change.missing.length === 0 ? (
        <p className="chg-ready">
          <CheckCircleOutlined aria-hidden="true" /> {t('ui.part.ready')}
        </p>
      ) : (
        <ul className="chg-missing">
          {change.missing.map(({ gate, label }) => (
            <li key={gate}>
              <ExclamationCircleOutlined aria-hidden="true" /> {label}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

export function TasksPanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const [adding, setAdding] = useState(false)
  const done = useMove(contract.doTask)
  const add = useMove(contract.addTask, { onProblem: () => true })
  const mayDo = change.abilities.includes('task')
  const mayAdd = change.abilities.includes('prepare')
  if (change.tasks.length === 0 && !mayAdd) return null
  const button = mayAdd ? (
    <Button size="small" onClick={() => setAdding(true)}>
      {t('ui.part.addTask')}
    </Button>
  ) : null
  return (
    <Panel title={t('ui.part.tasks')} actions={button}>
      {change.tasks.length === 0 ? <p className="chg-none">{t('ui.part.noTasks')}</p> : null}
      <ol className="chg-tasks">
        {change.tasks.map((task) => (
          <li key={task.id} className={task.done ? 'chg-task-done' : undefined}>
            <span>
              {task.done ? <CheckCircleOutlined aria-label={t('ui.part.done')} /> : null} {task.title}
              <small>
                {task.done ? (
                  <>
                    {task.done.by} · <TimeText at={task.done.at} />
                  </>
                ) : (
                  (task.owner?.name ?? t('ui.part.anyone'))
                )}
              </small>
            </span>
            {!task.done && mayDo ? (
              <Button
                size="small"
                loading={done.isPending && done.variables.taskId === task.id}
                aria-label={`${t('ui.part.done')} ${task.title}`}
                onClick={() => done.mutate({ id: change.id, taskId: task.id })}
              >
                {t('ui.part.done')}
              </Button>
            ) : null}
          </li>
        ))}
      </ol>
      {adding ? (
        <FormDialog
          title={t('ui.part.addTask')}
          submitLabel={t('ui.part.addTask')}
          fields={[
            { name: 'title', label: t('ui.part.taskTitle'), type: 'text', required: true, autoFocus: true },
            { name: 'ownerId', label: t('ui.part.owner'), type: 'remote', source: personSource },
          ]}
          onSubmit={(values) =>
            add.mutateAsync({ ...values, id: change.id } as CallInput<typeof contract.addTask>)
          }
          onClose={() => setAdding(false)}
        />
      ) : null}
    </Panel>
  )
}

const recordLabels = {
  backup: 'ui.part.recordBackup',
  'state-before': 'ui.part.recordBefore',
  'state-after': 'ui.part.recordAfter',
} as const

/** Backup, and the state before and after: what was said, by whom, and where the proof lies. */
export function EvidencePanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const [recording, setRecording] = useState<EvidenceKind | null>(null)
  const download = useDownload(contract.downloadFromChange)
  const may = (what: EvidenceKind): boolean =>
    change.abilities.includes('record') && (what === 'state-after') === (change.begun !== null)
  if (change.unauthorised) return null
  return (
    <Panel title={t('ui.part.evidence')}>
      <dl className="chg-evidence">
        {evidences.map((what) => {
          const newest = change.evidence.find((one) => one.what === what)
          return (
            <div key={what}>
              <dt>
                {t(`evidence.${what}`)}
                {may(what) ? (
                  <Button size="small" onClick={() => setRecording(what)}>
                    {t(recordLabels[what])}
                  </Button>
                ) : null}
              </dt>
              <dd>
                {newest ? (
                  <>
                    {newest.statement}
                    <small>
                      {newest.by} · <TimeText at={newest.at} />
                      {newest.link ? ` · ${newest.link}` : ''}
                      {newest.fileId ? (
                        <Button
                          type="link"
                          size="small"
                          onClick={() => download.run({ id: change.id, fileId: newest.fileId! })}
                        >
                          {t('ui.part.file')}
                        </Button>
                      ) : null}
                    </small>
                  </>
                ) : (
                  <span className="chg-none">{t('ui.part.none')}</span>
                )}
              </dd>
            </div>
          )
        })}
      </dl>
      {recording ? (
        <EvidenceDialog change={change} what={recording} onClose={() => setRecording(null)} />
      ) : null}
    </Panel>
  )
}

/** An attachment of the change, where it has any. */
function fileField(change: ChangeView, label: string): FormField[] {
  if (change.attachments.length === 0) return []
  const options = change.attachments.map((file) => ({ value: file.id, label: file.name }))
  return [{ name: 'fileId', label, type: 'select', options }]
}

function EvidenceDialog({
  change,
  what,
  onClose,
}: {
  change: ChangeView
  what: EvidenceKind
  onClose: () => void
}) {
  const { t } = useTranslation('change')
  const record = useMove(contract.recordEvidence, { done: t('ui.done.recorded'), onProblem: () => true })
  return (
    <FormDialog
      title={t(recordLabels[what])}
      submitLabel={t(recordLabels[what])}
      fields={[
        {
          name: 'statement',
          label: t('ui.part.statement'),
          type: 'longtext',
          rows: 3,
          required: true,
          autoFocus: true,
          placeholder: t(`ui.part.statementHint.${what === 'backup' ? 'backup' : 'state'}`),
        },
        { name: 'link', label: t('ui.part.link'), type: 'text', max: 1000 },
        ...fileField(change, t('ui.part.file')),
      ]}
      onSubmit={(values) =>
        record.mutateAsync({ ...values, what, id: change.id } as CallInput<typeof contract.recordEvidence>)
      }
      onClose={onClose}
    />
  )
}

/** Configuration files, each with the place of the copy made before it is edited. */
export function FilesPanel({ change }: { change: ChangeView }) {
  const { t } = useTranslation('change')
  const [dialog, setDialog] = useState<'add' | { id: string; path: string } | null>(null)
  const add = useMove(contract.addFile, { onProblem: () => true })
  const copy = useMove(contract.copyFile, { done: t('ui.done.recorded'), onProblem: () => true })
  const may = change.abilities.includes('prepare')
  if (change.files.length === 0 && !(may && change.editsConfig)) return null
  return (
    <Panel
      title={t('ui.part.files')}
      actions={
        may ? (
          <Button size="small" onClick={() => setDialog('add')}>
            {t('ui.part.addFile')}
          </Button>
        ) : null
      }
    >
      {change.files.length === 0 ? <p className="chg-none">{t('ui.part.noFiles')}</p> : null}
      <ul className="chg-tasks">
        {change.files.map((file) => (
          <li key={file.id}>
            <span>
              <code>{file.path}</code>
              <small>
                {file.copied ? (
                  <>
                    {file.copyPlace ?? t('ui.part.file')} · {file.copied.by} ·{' '}
                    <TimeText at={file.copied.at} />
                  </>
                ) : (
                  t('ui.part.notCopied')
                )}
              </small>
            </span>
            {may ? (
              <Button
                size="small"
                onClick={() => setDialog(file)}
                aria-label={`${t('ui.part.copy')} ${file.path}`}
              >
                {t('ui.part.copy')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {dialog === 'add' ? (
        <FormDialog
          title={t('ui.part.addFile')}
          submitLabel={t('ui.part.addFile')}
          fields={[
            {
              name: 'path',
              label: t('ui.part.path'),
              type: 'text',
              max: 500,
              required: true,
              autoFocus: true,
            },
          ]}
          onSubmit={(values) => add.mutateAsync({ path: String(values['path']), id: change.id })}
          onClose={() => setDialog(null)}
        />
      ) : dialog ? (
        <FormDialog
          title={`${t('ui.part.copy')} · ${dialog.path}`}
          submitLabel={t('ui.part.copy')}
          fields={[
            {
              name: 'copyPlace',
              label: t('ui.part.copyPlace'),
              type: 'text',
              max: 500,
              autoFocus: true,
              placeholder: t('ui.part.copyHint'),
            },
            ...fileField(change, t('ui.part.file')),
          ]}
          onSubmit={(values) => copy.mutateAsync({ ...values, id: change.id, fileNo: dialog.id })}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </Panel>
  )
}
