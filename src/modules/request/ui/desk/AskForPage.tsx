import { Alert, Button, Input, Select } from 'antd'
import { DeleteOutlined, LeftOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { inWords } from '#modules/catalogue/format-contract.ts'
import { browseCatalogue, getOffer } from '#modules/catalogue/contract.ts'
import type { Answers } from '#modules/catalogue/form-contract.ts'
import { newKey } from '#web/api.ts'
import { useCall, useExplain, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { personSource } from '#web/kit/sources.ts'
import { ErrorState } from '#web/kit/states.tsx'
import { askRequest } from '../../contract.ts'
import type { channels } from '../../words.ts'
import { CatalogueCards } from '../parts/Cards.tsx'
import { ItemForm, useItemForm } from '../parts/ItemForm.tsx'
import { answerProblems } from '../parts/problems.ts'
import { useName } from '../parts/tags.tsx'
import type { Offer } from '../types.ts'
import '../request.css'

type Channel = (typeof channels)[number]
/** The ways in which people reach the desk. */
const ways: readonly Channel[] = ['phone', 'visit', 'mail']

interface Line {
  key: string
  itemId: string
  itemNo: number
  name: string
  nameEn: string
  answers: Answers
}

/** The desk asks for somebody who called: who it is, what he may ask for, its form; several items are one request. */
export function AskForPage() {
  const { t } = useTranslation('request')
  const id = useId()
  const [person, setPerson] = useState<{ id: string; name: string } | null>(null)
  const [channel, setChannel] = useState<Channel>('phone')
  const [contactPhone, setContactPhone] = useState('')
  return (
    <div className="zy-page">
      <PageHeader title={t('ui.page.askFor')} sub={t('ui.askFor.sub')} />
      <Panel title={t('ui.askFor.who')}>
        <div className="zy-req-who">
          <Labelled id={`${id}-who`} label={t('ui.field.requester')}>
            <RemoteSelect
              id={`${id}-who`}
              source={personSource}
              autoFocus
              value={person?.id ?? null}
              {...(person ? { valueLabel: person.name } : {})}
              onChange={(id, option) => setPerson(id && option ? { id, name: option.label } : null)}
            />
          </Labelled>
          <Labelled id={`${id}-way`} label={t('ui.field.channel')}>
            <Select
              id={`${id}-way`}
              value={channel}
              onChange={setChannel}
              options={ways.map((value) => ({ value, label: t(`ui.channel.${value}`) }))}
            />
          </Labelled>
          <Labelled id={`${id}-phone`} label={t('ui.field.phone')}>
            <Input
              id={`${id}-phone`}
              value={contactPhone}
              maxLength={40}
              inputMode="tel"
              onChange={(event) => setContactPhone(event.target.value)}
            />
          </Labelled>
        </div>
      </Panel>
      {person ? (
        // another person, another catalogue: nothing of the former is carried over
        <Asking key={person.id} person={person} about={{ channel, contactPhone: contactPhone.trim() }} />
      ) : null}
    </div>
  )
}

function Labelled({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <div className="zy-req-label">
      <label htmlFor={id}>{label}</label>
      {children}
    </div>
  )
}

function Asking(props: {
  person: { id: string; name: string }
  about: { channel: Channel; contactPhone: string }
}) {
  const { person, about } = props
  const { t } = useTranslation('request')
  const explain = useExplain()
  const navigate = useNavigate()
  const [lines, setLines] = useState<Line[]>([])
  const [itemId, setItemId] = useState<string | null>(null)
  const ask = useMove(askRequest, {
    invalidates: ['request'],
    onDone: (made) => navigate({ to: '/requests/$id', params: { id: made.id } }),
    onProblem: () => true,
  })
  const send = (all: Line[]) =>
    ask.mutateAsync({
      requesterId: person.id,
      channel: about.channel,
      ...(about.contactPhone ? { contactPhone: about.contactPhone } : {}),
      lines: all.map((line) => ({ itemId: line.itemId, itemNo: line.itemNo, answers: line.answers })),
    })
  const keep = (line: Line) => {
    setLines([...lines, line])
    setItemId(null)
  }
  return (
    <>
      <Chosen lines={lines} onRemove={(key) => setLines(lines.filter((one) => one.key !== key))} />
      {itemId ? (
        <Form
          key={itemId}
          personId={person.id}
          itemId={itemId}
          before={lines.length}
          busy={ask.isPending}
          onBack={() => setItemId(null)}
          onKeep={keep}
          onSend={(line) => send([...lines, line])}
        />
      ) : (
        <>
          {lines.length > 0 ? (
            <div className="zy-req-buttons">
              <Button
                type="primary"
                loading={ask.isPending}
                onClick={() => void send(lines).catch(() => null)}
              >
                {t('ui.basket.send', { n: lines.length })}
              </Button>
            </div>
          ) : null}
          {ask.error ? <Alert type="error" showIcon role="alert" title={explain(ask.error)} /> : null}
          <Choose person={person} onChoose={setItemId} />
        </>
      )}
    </>
  )
}

/** What goes with the same number. */
function Chosen({ lines, onRemove }: { lines: Line[]; onRemove: (key: string) => void }) {
  const { t } = useTranslation('request')
  const name = useName()
  if (lines.length === 0) return null
  return (
    <ol className="zy-req-basket">
      {lines.map((line) => (
        <li key={line.key}>
          <b>{name(line)}</b>
          <Button
            icon={<DeleteOutlined />}
            aria-label={t('ui.basket.remove', { name: name(line) })}
            onClick={() => onRemove(line.key)}
          />
        </li>
      ))}
    </ol>
  )
}

function Choose({
  person,
  onChoose,
}: {
  person: { id: string; name: string }
  onChoose: (id: string) => void
}) {
  const { t } = useTranslation('request')
  const [q, setQ] = useState('')
  const found = useCall(
    browseCatalogue,
    { forId: person.id, ...(q.trim() ? { q: q.trim() } : {}) },
    { keepPrevious: true, staleTime: 60_000 },
  )
  return (
    <Panel title={t('ui.askFor.what', { name: person.name })}>
      <div className="zy-req-portal">
        <Input
          allowClear
          value={q}
          onChange={(event) => setQ(event.target.value)}
          placeholder={t('ui.portal.search')}
          aria-label={t('ui.portal.search')}
        />
        {found.error ? (
          <ErrorState error={found.error} retry={() => void found.refetch()} small />
        ) : !found.data ? (
          <Bars rows={6} />
        ) : (
          <CatalogueCards
            {...found.data}
            searching={q.trim() !== ''}
            wrap={(item, card) => (
              <button type="button" className="zy-req-card" onClick={() => onChoose(item.id)}>
                {card}
              </button>
            )}
          />
        )}
      </div>
    </Panel>
  )
}

interface FormProps {
  personId: string
  itemId: string
  /** items that are chosen already, before this one */
  before: number
  busy: boolean
  onBack: () => void
  onKeep: (line: Line) => void
  onSend: (line: Line) => Promise<unknown>
}

function Form(props: FormProps) {
  const offer = useCall(getOffer, { id: props.itemId, forId: props.personId })
  if (offer.error) return <ErrorState error={offer.error} retry={() => void offer.refetch()} />
  return offer.data ? <Filled {...props} offer={offer.data} /> : <Bars rows={6} />
}

function Filled({ offer, before, busy, onBack, onKeep, onSend }: FormProps & { offer: Offer }) {
  const { t, i18n } = useTranslation('request')
  const explain = useExplain()
  const name = useName()
  const form = useItemForm(offer)
  const line = (answers: Answers): Line => {
    const { id: itemId, no: itemNo, name, nameEn } = offer
    return { key: newKey(), itemId, itemNo, name, nameEn, answers }
  }
  const send = async (answers: Answers) => {
    try {
      await onSend(line(answers))
    } catch (error) {
      form.refuse(explain(error), answerProblems(error, `lines.${before}.answers`))
    }
  }
  return (
    <Panel title={name(offer)}>
      <div className="zy-req-portal">
        <Button size="small" icon={<LeftOutlined />} onClick={onBack} className="zy-req-back">
          {t('ui.askFor.back')}
        </Button>
        {offer.description ? (
          <PlainText>{inWords(i18n.language, offer.description, offer.descriptionEn)}</PlainText>
        ) : null}
        <ItemForm offer={offer} form={form} />
      </div>
      <div className="zy-req-buttons">
        <Button
          type="primary"
          loading={busy}
          onClick={() => {
            const answers = form.checked()
            if (answers) void send(answers)
          }}
        >
          {before > 0 ? t('ui.basket.send', { n: before + 1 }) : t('ui.item.send')}
        </Button>
        <Button
          onClick={() => {
            const answers = form.checked()
            if (answers) onKeep(line(answers))
          }}
        >
          {t('ui.askFor.another')}
        </Button>
      </div>
    </Panel>
  )
}
