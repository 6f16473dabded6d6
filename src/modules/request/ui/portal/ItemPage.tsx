import { Alert, Button } from 'antd'
import { LeftOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { defaultAnswers, evaluateForm, shownAnswers } from '#modules/catalogue/evaluate-contract.ts'
import { inWords } from '#modules/catalogue/format-contract.ts'
import { getOffer } from '#modules/catalogue/contract.ts'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import { newKey } from '#web/api.ts'
import { useCall, useExplain, useMove } from '#web/hooks.ts'
import { AnswerFields, today } from '#web/kit/AnswerFields.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'
import { askRequest } from '../../contract.ts'
import { FormUpload } from '../parts/FormUpload.tsx'
import { answerProblems } from '../parts/problems.ts'
import { useName, useTargetText } from '../parts/tags.tsx'
import type { Offer } from '../types.ts'
import { useBasket } from './basket.ts'
import '../request.css'

/** An item with its form: sent at once, or put with others; `?line=` changes one that is in the basket. */
export function ItemPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const offer = useCall(getOffer, { id })
  const [url] = useUrlState()
  const basket = useBasket()
  const line = basket.lines.find((one) => one.key === url['line'])
  if (offer.error && !offer.data) return <ErrorState error={offer.error} retry={() => void offer.refetch()} />
  if (!offer.data) return <PageSkeleton />
  return <Loaded key={`${id}:${line?.key ?? ''}`} offer={offer.data} {...(line ? { line } : {})} />
}

function Loaded({ offer, line }: { offer: Offer; line?: ReturnType<typeof useBasket>['lines'][number] }) {
  const { t, i18n } = useTranslation('request')
  const name = useName()
  const title = name(offer)
  const form = useItemForm(offer, line)
  const say = (zh: string, en: string) => inWords(i18n.language, zh, en)
  return (
    <div className="zy-req-portal">
      <Link to={line ? '/portal/basket' : '/portal/catalogue'} className="zy-req-back">
        <LeftOutlined aria-hidden="true" /> {t(line ? 'ui.basket.title' : 'ui.portal.title')}
      </Link>
      <PageHeader title={title} sub={say(offer.summary, offer.summaryEn)} />
      <Panel title={t('ui.item.about')}>
        {offer.description ? <PlainText>{say(offer.description, offer.descriptionEn)}</PlainText> : null}
        <Steps offer={offer} />
      </Panel>
      <Panel title={t('ui.item.form')}>
        <AnswerFields
          form={offer.form}
          answers={form.answers}
          onChange={form.setAnswers}
          strict={form.strict}
          problems={form.problems}
          names={form.names}
          uploader={(onDone) => (
            <FormUpload
              onDone={(file) => {
                form.addName(file)
                onDone(file)
              }}
            />
          )}
        />
        {offer.form.length === 0 ? <p>{t('ui.item.nothing')}</p> : null}
        {form.trouble ? (
          <Alert type="error" showIcon role="alert" title={form.trouble} className="zy-req-trouble" />
        ) : null}
        <div className="zy-req-buttons">
          {line ? (
            <Button type="primary" size="large" onClick={form.keep}>
              {t('ui.item.change')}
            </Button>
          ) : (
            <>
              <Button type="primary" size="large" loading={form.busy} onClick={form.send}>
                {t('ui.item.send')}
              </Button>
              <Button size="large" onClick={form.keep}>
                {t('ui.item.keep')}
              </Button>
            </>
          )}
        </div>
      </Panel>
    </div>
  )
}

/** What is being filled in, and the two ways it can go: sent by itself, or into the basket. */
function useItemForm(offer: Offer, line?: ReturnType<typeof useBasket>['lines'][number]) {
  const { t } = useTranslation('request')
  const navigate = useNavigate()
  const explain = useExplain()
  const basket = useBasket()
  const [answers, setAnswers] = useState<Answers>(() => line?.answers ?? defaultAnswers(offer.form))
  const [names, setNames] = useState<Record<string, string>>(line?.names ?? {})
  const [strict, setStrict] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [problems, setProblems] = useState<Record<string, string>>({})
  const ask = useMove(askRequest, {
    invalidates: ['request'],
    onDone: (made) =>
      navigate({ to: '/portal/requests/$id', params: { id: made.id }, search: { sent: '1' } as never }),
    onProblem: (problem) => {
      setProblems(answerProblems(problem, 'lines.0.answers'))
      setTrouble(explain(problem))
      return true
    },
  })
  const checked = (): Answers | null => {
    const sent = shownAnswers(offer.form, answers, today())
    const { ok } = evaluateForm(offer.form, sent, today())
    setStrict(true)
    setTrouble(null)
    return ok ? sent : null
  }
  // counted anew with every answer, once somebody has tried to send
  const missing = evaluateForm(offer.form, answers, today()).fields.filter((one) => one.shown && one.trouble)
  const incomplete = strict && missing.length > 0 ? t('ui.item.trouble', { n: missing.length }) : null
  return {
    answers,
    names,
    strict,
    trouble: incomplete ?? trouble,
    problems,
    busy: ask.isPending,
    addName: (file: { id: string; name: string }) => setNames((all) => ({ ...all, [file.id]: file.name })),
    setAnswers: (next: Answers) => {
      setAnswers(next)
      setProblems({})
    },
    send: () => {
      const sent = checked()
      if (sent) ask.mutate({ lines: [{ itemId: offer.id, itemNo: offer.no, answers: sent }] })
    },
    keep: () => {
      const sent = checked()
      if (!sent) return
      const { id: itemId, no: itemNo, name, nameEn } = offer
      basket.put({ key: line?.key ?? newKey(), itemId, itemNo, name, nameEn, answers: sent, names })
      void navigate({ to: '/portal/basket' })
    },
  }
}

/** What happens after it was sent, and by when. */
function Steps({ offer }: { offer: Offer }) {
  const { t, i18n } = useTranslation('request')
  const target = useTargetText()
  const stages = [...new Set(offer.steps.map((step) => step.stage))]
  return (
    <>
      <ol className="zy-req-steps">
        {offer.needsApproval ? <li>{t('ui.item.approval')}</li> : null}
        {stages.map((stage) => (
          <li key={stage}>
            {offer.steps
              .filter((step) => step.stage === stage)
              .map((step) => inWords(i18n.language, step.name, step.nameEn))
              .join(t('ui.item.and'))}
          </li>
        ))}
        <li>{t('ui.item.confirm')}</li>
      </ol>
      <FactList
        facts={[
          {
            label: t('ui.item.target'),
            value: offer.target ? target(offer.target) : '',
            when: offer.target !== null,
          },
          {
            label: t('ui.item.cost'),
            value: inWords(i18n.language, offer.cost, offer.costEn),
            when: offer.cost !== '',
          },
          {
            label: t('ui.item.quality'),
            value: inWords(i18n.language, offer.quality, offer.qualityEn),
            block: true,
            when: offer.quality !== '',
          },
        ]}
      />
    </>
  )
}
