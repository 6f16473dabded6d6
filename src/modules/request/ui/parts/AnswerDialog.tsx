import { Alert, Checkbox, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { evaluateForm, shownAnswers } from '#modules/catalogue/evaluate-contract.ts'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import { useExplain, useMove } from '#web/hooks.ts'
import { AnswerFields, today } from '#web/kit/AnswerFields.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { answerTask } from '../../contract.ts'
import type { Line, Task } from '../types.ts'
import { FormUpload } from './FormUpload.tsx'
import { answerProblems } from './problems.ts'

/** Answers what a task asks; the form can be changed with it, which is told to need approval anew. */
export function AnswerDialog({ line, task, onClose }: { line: Line; task: Task; onClose: () => void }) {
  const { t } = useTranslation('request')
  const explain = useExplain()
  const [answer, setAnswer] = useState('')
  const [changes, setChanges] = useState(false)
  const [answers, setAnswers] = useState<Answers>(line.answers)
  const [strict, setStrict] = useState(false)
  const send = useMove(answerTask, { done: t('ui.moved'), onDone: onClose, onProblem: () => true })
  const submit = () => {
    const sent = shownAnswers(line.form, answers, today())
    setStrict(true)
    if (changes && !evaluateForm(line.form, sent, today()).ok) return
    send.mutate({
      id: task.id,
      version: task.version,
      answer: answer.trim(),
      ...(changes ? { answers: sent } : {}),
    })
  }
  return (
    <Modal
      open
      title={t('ui.move.answer')}
      okText={t('web:action.send')}
      okButtonProps={{ disabled: answer.trim().length < 2 }}
      confirmLoading={send.isPending}
      onCancel={onClose}
      onOk={submit}
      destroyOnHidden
    >
      <div className="zy-req-dialog">
        <div className="zy-req-question">
          <PlainText>{task.question ?? ''}</PlainText>
        </div>
        <label>
          {t('ui.task.answer')}
          <Input.TextArea
            value={answer}
            autoFocus
            maxLength={2000}
            autoSize={{ minRows: 2, maxRows: 8 }}
            onChange={(event) => setAnswer(event.target.value)}
          />
        </label>
        <Checkbox checked={changes} onChange={(event) => setChanges(event.target.checked)}>
          {t(line.approval === 'none' ? 'ui.task.changeForm' : 'ui.task.changeApproved')}
        </Checkbox>
        {changes ? (
          <AnswerFields
            form={line.form}
            answers={answers}
            onChange={setAnswers}
            strict={strict}
            problems={answerProblems(send.error, 'answers')}
            names={line.names}
            uploader={(onDone) => <FormUpload onDone={onDone} />}
          />
        ) : null}
        {send.error ? <Alert type="error" showIcon role="alert" title={explain(send.error)} /> : null}
      </div>
    </Modal>
  )
}
