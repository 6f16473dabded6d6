import { Alert, Input, Modal, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { lookupGroups } from '#kernel/org/contract.ts'
import { evaluateForm, defaultAnswers, shownAnswers } from '#modules/catalogue/evaluate-contract.ts'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import { useCall, useExplain, useMove } from '#web/hooks.ts'
import { AnswerFields, today } from '#web/kit/AnswerFields.tsx'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { askBack, assignTask, finishTask } from '../../contract.ts'
import type { Line, Task } from '../types.ts'
import { answerProblems } from './problems.ts'
import { useName } from './tags.tsx'

interface DialogProps {
  task: Task
  onClose: () => void
}

/** Returns a task with a question. */
export function AskDialog({ task, onClose }: DialogProps) {
  const { t } = useTranslation('request')
  const ask = useMove(askBack, { done: t('ui.moved'), onDone: onClose, onProblem: () => true })
  return (
    <ConfirmMove
      open
      title={t('ui.move.ask')}
      description={t('ui.task.askHint')}
      reason="required"
      reasonLabel={t('ui.task.question')}
      okText={t('ui.move.ask')}
      busy={ask.isPending}
      error={ask.error}
      onCancel={onClose}
      onConfirm={(question) => ask.mutate({ id: task.id, version: task.version, question })}
    />
  )
}

/** Gives a task to a group and, if wanted, to one of it. */
export function AssignDialog({ task, onClose }: DialogProps) {
  const { t } = useTranslation('request')
  const explain = useExplain()
  const [groupId, setGroupId] = useState(task.group?.id)
  const [ownerId, setOwnerId] = useState<string | null>(task.owner?.id ?? null)
  const groups = useCall(lookupGroups, { limit: 200 })
  const assign = useMove(assignTask, { done: t('ui.moved'), onDone: onClose, onProblem: () => true })
  const items = groups.data?.items ?? []
  const members = items.find((one) => one.id === groupId)?.members ?? []
  return (
    <Modal
      open
      title={t('ui.move.assign')}
      okText={t('ui.move.assign')}
      okButtonProps={{ disabled: !groupId }}
      confirmLoading={assign.isPending}
      onCancel={onClose}
      onOk={() =>
        groupId && assign.mutate({ id: task.id, version: task.version, groupId, ownerId: ownerId ?? null })
      }
      destroyOnHidden
    >
      <div className="zy-req-dialog">
        <label>
          {t('ui.field.group')}
          <Select
            aria-label={t('ui.field.group')}
            value={groupId ?? null}
            loading={groups.isPending}
            options={items.map((one) => ({ value: one.id, label: one.name }))}
            showSearch={{ optionFilterProp: 'label' }}
            onChange={(value) => {
              setGroupId(value ?? undefined)
              setOwnerId(null)
            }}
          />
        </label>
        <label>
          {t('ui.field.owner')}
          <Select
            aria-label={t('ui.field.owner')}
            allowClear
            value={ownerId}
            options={members.map((one) => ({ value: one.id, label: one.name }))}
            placeholder={t('ui.task.wholeGroup')}
            onChange={(value) => setOwnerId(value ?? null)}
          />
        </label>
        {assign.error ? <Alert type="error" showIcon role="alert" title={explain(assign.error)} /> : null}
      </div>
    </Modal>
  )
}

/** Finishes a task: the result that the item asks for, and a note that the requester reads. */
export function FinishDialog({ line, task, onClose }: DialogProps & { line: Line }) {
  const { t } = useTranslation('request')
  const name = useName()
  const explain = useExplain()
  const [results, setResults] = useState<Answers>(() => defaultAnswers(task.resultForm))
  const [note, setNote] = useState('')
  const [strict, setStrict] = useState(false)
  const finish = useMove(finishTask, { done: t('ui.moved'), onDone: onClose, onProblem: () => true })
  const submit = () => {
    const sent = shownAnswers(task.resultForm, results, today())
    setStrict(true)
    if (evaluateForm(task.resultForm, sent, today()).ok)
      finish.mutate({ id: task.id, version: task.version, note: note.trim(), results: sent })
  }
  return (
    <Modal
      open
      title={`${t('ui.move.finish')} · ${name(task)}`}
      okText={t('ui.move.finish')}
      confirmLoading={finish.isPending}
      onCancel={onClose}
      onOk={submit}
      destroyOnHidden
    >
      <div className="zy-req-dialog">
        <AnswerFields
          form={task.resultForm}
          answers={results}
          onChange={setResults}
          strict={strict}
          problems={answerProblems(finish.error, 'results')}
          names={line.names}
        />
        <label>
          {t('ui.task.note')}
          <Input.TextArea
            value={note}
            maxLength={10_000}
            autoSize={{ minRows: 2, maxRows: 8 }}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {finish.error ? <Alert type="error" showIcon role="alert" title={explain(finish.error)} /> : null}
      </div>
    </Modal>
  )
}
