import { Alert, Button, DatePicker, Modal } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useExplain, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { fromWall } from '#web/kit/zone.ts'
import type { getSurvey } from '../contract.ts'
import { callBackSurvey, finishCallbackTask } from '../contract.ts'
import { AnswerTag } from './faces.tsx'
import { noRating, RatingFields } from './RatingFields.tsx'

type Survey = CallOutput<typeof getSurvey>
type Task = CallOutput<typeof finishCallbackTask>

/** Records what a person answered on the telephone. */
export function CallModal({ survey, close }: { survey: Survey | null; close: () => void }) {
  const { t } = useTranslation('satisfaction')
  return (
    <Modal
      open={survey !== null}
      title={survey ? t('modal.callTitle', { number: survey.ticketNumber }) : ''}
      onCancel={close}
      footer={null}
      width={640}
      destroyOnHidden
    >
      {survey ? <CallForm survey={survey} close={close} /> : null}
    </Modal>
  )
}

function CallForm({ survey, close }: { survey: Survey; close: () => void }) {
  const { t } = useTranslation()
  const explain = useExplain()
  const [rating, setRating] = useState(noRating)
  const [calledAt, setCalledAt] = useState<Dayjs | null>(null)
  const [tried, setTried] = useState(false)
  const save = useMove(callBackSurvey, {
    done: t('satisfaction:modal.saved'),
    onDone: close,
    onProblem: () => true,
  })
  const submit = () => {
    setTried(true)
    if (rating.answer === null) return
    const at = fromWall(calledAt)
    save.mutate({
      id: survey.id,
      answer: rating.answer,
      reasons: rating.reasons,
      remark: rating.remark,
      ...(at === null ? {} : { calledAt: at }),
    })
  }
  const who = [survey.person?.name ?? survey.callerName, survey.phone].filter(Boolean).join(' · ')
  return (
    <form
      className="zy-callback-modal"
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <p>
        <b>{who}</b>
        <br />
        {survey.ticketTitle}
      </p>
      {save.error ? <Alert type="error" showIcon title={explain(save.error)} role="alert" /> : null}
      <RatingFields
        value={rating}
        onChange={setRating}
        question={t('satisfaction:modal.pick')}
        missing={tried && rating.answer === null}
      />
      <label>
        {t('satisfaction:modal.calledAt')}{' '}
        <DatePicker
          showTime={{ format: 'HH:mm' }}
          format="YYYY-MM-DD HH:mm"
          value={calledAt}
          onChange={setCalledAt}
          placeholder={t('satisfaction:modal.now')}
        />
      </label>
      <div className="zy-form-buttons">
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('web:action.save')}
        </Button>
      </div>
    </form>
  )
}

/** Records what came of calling an unhappy person. */
export function DoneModal({ task, close }: { task: Task | null; close: () => void }) {
  const { t } = useTranslation('satisfaction')
  const save = useMove(finishCallbackTask, { done: t('modal.saved'), onDone: close, onProblem: () => true })
  return (
    <ConfirmMove
      open={task !== null}
      title={task ? t('modal.doneTitle', { number: task.survey.ticketNumber }) : ''}
      reason="required"
      reasonLabel={t('modal.note')}
      busy={save.isPending}
      error={save.error}
      onCancel={close}
      onConfirm={(note) => task && save.mutate({ id: task.id, note })}
      description={
        task ? (
          <>
            {task.survey.person?.name ?? task.survey.callerName} {task.survey.phone}{' '}
            <AnswerTag answer={task.survey.answer} />
          </>
        ) : null
      }
    >
      {task?.survey.remark ? <PlainText>{task.survey.remark}</PlainText> : null}
    </ConfirmMove>
  )
}
