import { Alert, Input, Modal } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { evaluateForm, shownAnswers } from '#modules/catalogue/evaluate-contract.ts'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import { useExplain, useMove } from '#web/hooks.ts'
import { AnswerFields, today } from '#web/kit/AnswerFields.tsx'
import { resubmitLine } from '../../contract.ts'
import type { Line } from '../types.ts'
import { FormUpload } from './FormUpload.tsx'
import { answerProblems } from './problems.ts'

/** Mends what an approver returned and hands it in again. */
export function ResubmitDialog({ line, onClose }: { line: Line; onClose: () => void }) {
  const { t } = useTranslation('request')
  const explain = useExplain()
  const [answers, setAnswers] = useState<Answers>(line.answers)
  const [note, setNote] = useState('')
  const send = useMove(resubmitLine, {
    done: t('ui.moved'),
    invalidates: ['request', 'approval'],
    onDone: onClose,
    onProblem: () => true,
  })
  const submit = () => {
    const sent = shownAnswers(line.form, answers, today())
    if (evaluateForm(line.form, sent, today()).ok)
      send.mutate({ id: line.id, version: line.version, answers: sent, note: note.trim() })
  }
  return (
    <Modal
      open
      title={t('ui.move.resubmit')}
      okText={t('ui.move.resubmit')}
      confirmLoading={send.isPending}
      onCancel={onClose}
      onOk={submit}
      destroyOnHidden
    >
      <div className="zy-req-dialog">
        {line.question ? <Alert type="warning" title={line.question} /> : null}
        <AnswerFields
          form={line.form}
          answers={answers}
          onChange={setAnswers}
          strict
          problems={answerProblems(send.error, 'answers')}
          names={line.names}
          uploader={(onDone) => <FormUpload onDone={onDone} />}
        />
        <label>
          {t('ui.line.resubmitNote')}
          <Input.TextArea
            value={note}
            maxLength={2000}
            autoSize={{ minRows: 2, maxRows: 6 }}
            onChange={(event) => setNote(event.target.value)}
          />
        </label>
        {send.error ? <Alert type="error" showIcon role="alert" title={explain(send.error)} /> : null}
      </div>
    </Modal>
  )
}
