import { Button } from 'antd'
import { LeftOutlined } from '@ant-design/icons'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { inWords } from '#modules/catalogue/format-contract.ts'
import { getOffer } from '#modules/catalogue/contract.ts'
import { newKey } from '#web/api.ts'
import { useCall, useExplain, useMove } from '#web/hooks.ts'
import { FactList } from '#web/kit/FactList.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { useUrlState } from '#web/url.ts'
import { askRequest } from '../../contract.ts'
import { ItemForm, useItemForm } from '../parts/ItemForm.tsx'
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
  const sending = useSending(offer, form, line)
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
        <ItemForm offer={offer} form={form} />
        <div className="zy-req-buttons">
          {line ? (
            <Button type="primary" size="large" onClick={sending.keep}>
              {t('ui.item.change')}
            </Button>
          ) : (
            <>
              <Button type="primary" size="large" loading={sending.busy} onClick={sending.send}>
                {t('ui.item.send')}
              </Button>
              <Button size="large" onClick={sending.keep}>
                {t('ui.item.keep')}
              </Button>
            </>
          )}
        </div>
      </Panel>
    </div>
  )
}

/** The two ways it can go: sent by itself, or into the basket. */
function useSending(
  offer: Offer,
  form: ReturnType<typeof useItemForm>,
  line?: ReturnType<typeof useBasket>['lines'][number],
) {
  const navigate = useNavigate()
  const explain = useExplain()
  const basket = useBasket()
  const ask = useMove(askRequest, {
    invalidates: ['request'],
    onDone: (made) =>
      navigate({ to: '/portal/requests/$id', params: { id: made.id }, search: { sent: '1' } as never }),
    onProblem: (problem) => {
      form.refuse(explain(problem), answerProblems(problem, 'lines.0.answers'))
      return true
    },
  })
  return {
    busy: ask.isPending,
    send: () => {
      const sent = form.checked()
      if (sent) ask.mutate({ lines: [{ itemId: offer.id, itemNo: offer.no, answers: sent }] })
    },
    keep: () => {
      const sent = form.checked()
      if (!sent) return
      const { id: itemId, no: itemNo, name, nameEn } = offer
      const { names } = form
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
