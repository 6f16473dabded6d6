import { Alert, Button, Select, Switch } from 'antd'
import { UndoOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { getPreferences, putPreferences } from '../contract.ts'
import { RhythmPanel } from './RhythmPanel.tsx'
import './notify.css'

type Preferences = CallOutput<typeof getPreferences>
type Choice = Preferences['items'][number]

/** What applies when nothing has been chosen: in the page, no mail. */
const shipped = { page: true, mail: false, digest: 'now' } as const
const modes = ['now', 'hourly', 'daily'] as const

/** What reminds me in the page and what is sent by mail; every switch is kept at once. */
export function PreferencesPage() {
  const { t } = useTranslation('notify')
  const { data, error, isPending, refetch } = useCall(getPreferences, {})
  return (
    <div className="zy-page zy-page-narrow">
      <PageHeader title={t('page.title')} sub={t('page.hint')} />
      {isPending ? <Bars rows={8} /> : null}
      {error && !data ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {data ? <Choices data={data} /> : null}
    </div>
  )
}

function Choices({ data }: { data: Preferences }) {
  const { t } = useTranslation('notify')
  const save = useMove(putPreferences, { done: t('pref.saved') })
  const own = new Map(data.items.map((item) => [item.event, item]))
  const everything: Choice = own.get('*') ?? { event: '*', ...shipped }
  const store = (next: Map<string, Choice>) => save.mutate({ items: [...next.values()] })
  const set = (choice: Choice) => store(new Map(own).set(choice.event, choice))
  const reset = (event: string) => {
    const next = new Map(own)
    next.delete(event)
    store(next)
  }
  const row = (event: string, label: string, urgent = false) => (
    <Row
      key={event}
      label={label}
      urgent={urgent}
      choice={own.get(event) ?? { ...everything, event }}
      noMail={data.email === null}
      busy={save.isPending}
      set={set}
      reset={event !== '*' && own.has(event) ? () => reset(event) : undefined}
    />
  )
  return (
    <>
      <Alert
        type={data.email ? 'info' : 'warning'}
        showIcon
        title={data.email ? t('pref.mailTo', { email: data.email }) : t('pref.noMail')}
      />
      <RhythmPanel key={JSON.stringify(data.rhythm)} rhythm={data.rhythm} />
      <section className="zy-panel">
        <table className="zy-pref">
          <thead>
            <tr>
              <th scope="col">{t('pref.event')}</th>
              <th scope="col">{t('pref.inPage')}</th>
              <th scope="col">{t('pref.byMail')}</th>
            </tr>
          </thead>
          <tbody>
            {row('*', t('pref.everything'))}
            {data.events.map(({ event, label, urgent }) => row(event, label, urgent))}
          </tbody>
        </table>
        {data.events.length === 0 ? <EmptyState small title={t('pref.empty')} /> : null}
      </section>
    </>
  )
}

interface RowProps {
  label: string
  urgent: boolean
  choice: Choice
  noMail: boolean
  busy: boolean
  set: (choice: Choice) => void
  reset: (() => void) | undefined
}

function Row({ label, urgent, choice, noMail, busy, set, reset }: RowProps) {
  const { t } = useTranslation('notify')
  return (
    <tr className={choice.event === '*' ? 'zy-pref-all' : undefined}>
      <th scope="row">
        {label} {urgent ? <Tag hue="red">{t('quiet.urgentTag')}</Tag> : null}
        {reset ? (
          <Button
            type="link"
            size="small"
            icon={<UndoOutlined />}
            disabled={busy}
            onClick={reset}
            title={t('pref.own')}
          >
            {t('pref.reset')}
          </Button>
        ) : null}
      </th>
      <td>
        <Switch
          checked={choice.page}
          disabled={busy}
          aria-label={`${label} · ${t('pref.inPage')}`}
          onChange={(page) => set({ ...choice, page })}
        />
      </td>
      <td>
        <Select<'never' | Choice['digest']>
          size="small"
          value={choice.mail && !noMail ? choice.digest : 'never'}
          disabled={busy || noMail}
          aria-label={`${label} · ${t('pref.byMail')}`}
          popupMatchSelectWidth={false}
          options={['never' as const, ...modes].map((value) => ({ value, label: t(`mode.${value}`) }))}
          onChange={(mode) =>
            set(mode === 'never' ? { ...choice, mail: false } : { ...choice, mail: true, digest: mode })
          }
        />
      </td>
    </tr>
  )
}
