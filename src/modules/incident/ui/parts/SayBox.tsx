import { App, Button, Input } from 'antd'
import { ThunderboltOutlined } from '@ant-design/icons'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { listAnswers, renderAnswer } from '#modules/canned/contract.ts'
import { call } from '#web/api.ts'
import { useExplain } from '#web/hooks.ts'
import { useCan } from '#web/session.tsx'
import { mentionable } from '../../story-contract.ts'
import { triggerAt, type Trigger } from './trigger.ts'
import { comma } from '#web/kit/marks.ts'
import './say.css'

export interface Mention {
  id: string
  name: string
}

interface Option {
  id: string
  label: string
  detail: string
}

export interface SayBoxProps {
  incidentId: string
  value: string
  onChange: (value: string) => void
  /** Offers people behind `@`; absent: mentions are not for this box. */
  mentions?: { public: boolean; onMention: (person: Mention) => void }
  onSend?: () => void
  id?: string
  placeholder?: string
  'aria-label'?: string
  autoFocus?: boolean
  minRows?: number
  maxLength: number
}

/** A text box in which `/` offers canned answers and `@` people; arrows choose, Enter takes, Escape leaves. */
export function SayBox(props: SayBoxProps) {
  const { value, onChange, minRows = 3, maxLength } = props
  const { t } = useTranslation('canned')
  const can = useCan()
  const listId = useId()
  const box = useRef<HTMLDivElement>(null)
  const caret = useRef<number | null>(null)
  const [trigger, setTrigger] = useState<Trigger | null>(null)
  const [at, setAt] = useState(0)
  const signs = `${can('canned.use') ? '/' : ''}${props.mentions ? '@' : ''}`
  const found = useOptions(props, trigger)
  const options = trigger ? (found.data ?? []) : []
  const area = () => box.current?.querySelector('textarea') ?? null
  // the text is ours to set, so the place to go on typing is, too
  useLayoutEffect(() => {
    if (caret.current === null) return
    area()?.setSelectionRange(caret.current, caret.current)
    caret.current = null
  }, [value])
  const look = () => {
    const element = area()
    setTrigger(element ? triggerAt(element.value, element.selectionStart, signs) : null)
    setAt(0)
  }
  const put = (text: string, over: Trigger) => {
    const next = (value.slice(0, over.from) + text + value.slice(over.to)).slice(0, maxLength)
    caret.current = Math.min(over.from + text.length, maxLength)
    setTrigger(null)
    onChange(next)
    area()?.focus()
  }
  const take = useTake(props, put)
  const keys = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) return props.onSend?.()
    if (!trigger || event.nativeEvent.isComposing) return
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const option = options[at]
    if (step && options.length > 0) setAt((at + step + options.length) % options.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && option) take(option, trigger)
    else if (event.key === 'Escape') setTrigger(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const offer = () => {
    const element = area()
    if (!element) return
    const place = element.selectionEnd
    const gap = place > 0 && !/\s$/.test(value.slice(0, place)) ? ' /' : '/'
    caret.current = place + gap.length
    onChange(value.slice(0, place) + gap + value.slice(place))
    setTrigger({ sign: '/', q: '', from: caret.current - 1, to: caret.current })
    setAt(0)
    element.focus()
  }
  return (
    <div className="zy-say" ref={box}>
      <Input.TextArea
        {...(props.id ? { id: props.id } : {})}
        value={value}
        onChange={(event) => {
          onChange(event.target.value)
          look()
        }}
        onKeyDown={keys}
        // the caret moves without a change of the text
        onKeyUp={(event) => ['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key) && look()}
        onClick={look}
        // unless one has come back at once
        onBlur={() => setTimeout(() => document.activeElement !== area() && setTrigger(null), 150)}
        placeholder={props.placeholder ?? ''}
        aria-label={props['aria-label']}
        aria-autocomplete="list"
        {...(trigger ? { 'aria-controls': listId, 'aria-activedescendant': `${listId}-${at}` } : {})}
        autoFocus={props.autoFocus ?? false}
        autoSize={{ minRows, maxRows: 12 }}
        maxLength={maxLength}
      />
      {signs.includes('/') ? (
        <Button
          size="small"
          type="text"
          className="zy-say-button"
          icon={<ThunderboltOutlined />}
          title={t('picker.hint')}
          onMouseDown={(event) => event.preventDefault()}
          onClick={offer}
        >
          {t('picker.button')} <kbd>/</kbd>
        </Button>
      ) : null}
      {trigger && (options.length > 0 || (trigger.sign === '/' && found.isSuccess)) ? (
        <Offers id={listId} options={options} at={at} onTake={(option) => take(option, trigger)} />
      ) : null}
    </div>
  )
}

function Offers({
  id,
  options,
  at,
  onTake,
}: {
  id: string
  options: Option[]
  at: number
  onTake: (option: Option) => void
}): ReactNode {
  const { t } = useTranslation('canned')
  return (
    <div className="zy-say-offers">
      <ul id={id} role="listbox" aria-label={t('picker.search')}>
        {options.map((option, index) => (
          <li
            key={option.id}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === at}
            // before the box loses the focus
            onMouseDown={(event) => {
              event.preventDefault()
              onTake(option)
            }}
          >
            <b dir="auto">{option.label}</b> <small>{option.detail}</small>
          </li>
        ))}
      </ul>
      {options.length === 0 ? <p>{t('picker.none')}</p> : null}
    </div>
  )
}

function useOptions({ incidentId, mentions }: SayBoxProps, trigger: Trigger | null) {
  const isPublic = mentions?.public ?? true
  return useQuery({
    queryKey: ['incident.say', incidentId, trigger?.sign, trigger?.q, isPublic],
    enabled: trigger !== null,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
    queryFn: async ({ signal }): Promise<Option[]> => {
      const q = trigger?.q ?? ''
      if (trigger?.sign === '/') {
        const { items } = await call(listAnswers, { limit: 8, ...(q ? { q } : {}) }, { signal })
        return items.map(({ id, title, body }) => ({ id, label: title, detail: body.slice(0, 80) }))
      }
      const input = { id: incidentId, q, public: String(isPublic) }
      const { items } = await call(mentionable, input, { signal })
      return items.map(({ id, name, orgName }) => ({ id, label: name, detail: orgName }))
    },
  })
}

/** What taking an offer does: an answer is filled in by the server, a person becomes a mention. */
function useTake(props: SayBoxProps, put: (text: string, over: Trigger) => void) {
  const { t } = useTranslation('canned')
  const { message } = App.useApp()
  const explain = useExplain()
  const answer = async (id: string, over: Trigger) => {
    try {
      const { text, missing } = await call(renderAnswer, { id, incidentId: props.incidentId })
      put(text, over)
      const names = missing.map((name) => t(`variable.${name.replace('.', '_')}`))
      if (names.length > 0) message.warning(t('picker.missing', { names: names.join(comma()) }))
    } catch (error) {
      message.error(explain(error))
    }
  }
  return (option: Option, over: Trigger) => {
    if (over.sign === '/') return void answer(option.id, over)
    put(`@${option.label} `, over)
    props.mentions?.onMention({ id: option.id, name: option.label })
  }
}
