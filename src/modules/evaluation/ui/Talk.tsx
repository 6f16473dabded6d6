import { Button } from 'antd'
import { PaperClipOutlined } from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { invalidate, useDownload, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { Uploader } from '#web/kit/Uploader.tsx'
import { noticeDocument, reviewObjection } from '../contract.ts'
import { attachToObjection, downloadFromObjection } from '../form-contract.ts'
import { digits, type Evaluation } from './parts.tsx'

type Objection = Evaluation['objections'][number]

/** Objections of the evaluated party with their review. */
export function Objections({ of }: { of: Evaluation }) {
  const { t } = useTranslation('evaluation')
  const [reviewed, setReviewed] = useState<Objection | null>(null)
  return (
    <Panel title={t('page.objections')}>
      {of.objections.length === 0 ? <p className="zy-eva-muted">{t('noObjections')}</p> : null}
      <ul className="zy-eva-talk">
        {of.objections.map((one) => (
          <li key={one.id}>
            <strong>{one.raisedBy}</strong> ·{' '}
            {of.items.find((item) => item.id === one.itemId)?.name ?? t('field.whole')} ·{' '}
            <TimeText at={one.raisedAt} />{' '}
            <Tag hue={one.state === 'open' ? 'amber' : one.state === 'upheld' ? 'green' : 'grey'}>
              {t(`objection.${one.state}`)}
            </Tag>
            <p>{one.text}</p>
            <Files of={one} />
            {one.reply ? (
              <blockquote>
                <strong>{one.reviewedBy}</strong> · <TimeText at={one.reviewedAt} />
                <p>{one.reply}</p>
                {one.pointsAfter !== one.pointsBefore ? (
                  <small>
                    {digits(one.pointsBefore)} → {digits(one.pointsAfter)}
                  </small>
                ) : null}
              </blockquote>
            ) : null}
            {one.reviewable ? (
              <Button size="small" type="primary" onClick={() => setReviewed(one)}>
                {t('move.review')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      {reviewed ? <Review of={of} objection={reviewed} onClose={() => setReviewed(null)} /> : null}
    </Panel>
  )
}

function Files({ of }: { of: Objection }) {
  const client = useQueryClient()
  const file = useDownload(downloadFromObjection)
  return (
    <>
      {of.files.map((one) => (
        <Button
          key={one.id}
          type="link"
          size="small"
          icon={<PaperClipOutlined />}
          onClick={() => file.run({ id: of.id, fileId: one.id })}
        >
          {one.name}
        </Button>
      ))}
      {of.mine ? (
        <Uploader
          endpoint={attachToObjection}
          input={{ id: of.id }}
          onDone={() => void invalidate(client, 'evaluation')}
        />
      ) : null}
    </>
  )
}

function Review({ of, objection, onClose }: { of: Evaluation; objection: Objection; onClose: () => void }) {
  const { t } = useTranslation('evaluation')
  const review = useMove(reviewObjection, { done: t('done.saved'), onProblem: () => true })
  return (
    <FormDialog
      title={t('move.review')}
      above={objection.text}
      fields={[
        {
          name: 'verdict',
          label: t('field.verdict'),
          type: 'radio',
          required: true,
          options: (['upheld', 'rejected'] as const).map((value) => ({
            value,
            label: t(`verdict.${value}`),
          })),
        },
        {
          name: 'points',
          label: t('field.newPoints'),
          type: 'number',
          min: -100,
          max: 100,
          when: (values) => values['verdict'] === 'upheld' && objection.itemId !== null,
        },
        { name: 'reply', label: t('field.reply'), type: 'longtext', max: 2000, required: true },
      ]}
      onSubmit={(values) =>
        review.mutateAsync({
          id: of.id,
          childId: objection.id,
          version: objection.version,
          ...values,
        } as never)
      }
      onClose={onClose}
    />
  )
}

/** What the evaluated party says to the result. */
export function Answers({ of }: { of: Evaluation }) {
  const { t } = useTranslation('evaluation')
  return (
    <Panel title={t('page.answers')}>
      {of.answers.length === 0 ? <p className="zy-eva-muted">{t('noAnswers')}</p> : null}
      <ul className="zy-eva-talk">
        {of.answers.map((one) => (
          <li key={one.id}>
            <strong>{one.saidBy}</strong> · <TimeText at={one.saidAt} />
            <p>{one.text}</p>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

export function Notices({ of }: { of: Evaluation }) {
  const { t } = useTranslation('evaluation')
  const file = useDownload(noticeDocument)
  return (
    <Panel title={t('page.notices')}>
      <ul className="zy-eva-talk">
        {of.notices.map((one) => (
          <li key={one.id}>
            <Tag hue={one.kind === 'commend' ? 'green' : 'red'}>{t(`noticeKind.${one.kind}`)}</Tag>{' '}
            <RecordNumber>{one.number}</RecordNumber> · {one.issuedBy} · <TimeText at={one.issuedAt} />
            <p>{one.text}</p>
            {(['pdf', 'docx'] as const).map((format) => (
              <Button
                key={format}
                size="small"
                loading={file.busy}
                onClick={() => file.run({ id: of.id, childId: one.id, format })}
              >
                {t(format === 'pdf' ? 'move.pdf' : 'move.word')}
              </Button>
            ))}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
