import { Button, Checkbox, Switch } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { useMove } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { putRhythm, type Rhythm } from '../contract.ts'

type Choice = z.output<typeof Rhythm>

/** What is offered when quiet hours are switched on. */
const usual = { from: '22:00', to: '07:00' }

/** Quiet hours and the time of daily digests. Kept by the button: half a change of two times would be nonsense. */
export function RhythmPanel({ rhythm }: { rhythm: Choice }) {
  const { t } = useTranslation('notify')
  const [choice, setChoice] = useState(rhythm)
  const save = useMove(putRhythm, { done: t('pref.saved'), invalidates: ['notify.preferences'] })
  const set = (change: Partial<Choice>) => setChoice({ ...choice, ...change })
  const changed = JSON.stringify(choice) !== JSON.stringify(rhythm)
  const { quiet } = choice
  return (
    <Panel title={t('quiet.title')}>
      <p className="zy-quiet-hint">{t('quiet.hint')}</p>
      <div className="zy-quiet">
        <div className="zy-quiet-row">
          <Switch
            checked={quiet !== null}
            aria-label={t('quiet.hours')}
            onChange={(on) => set({ quiet: on ? usual : null })}
          />
          <span>{t('quiet.hours')}</span>
          {quiet ? (
            <span className="zy-quiet-times">
              <Time
                label={t('quiet.from')}
                value={quiet.from}
                set={(from) => set({ quiet: { ...quiet, from } })}
              />
              <span aria-hidden="true">–</span>
              <Time label={t('quiet.to')} value={quiet.to} set={(to) => set({ quiet: { ...quiet, to } })} />
            </span>
          ) : null}
        </div>
        <Checkbox checked={choice.daysOff} onChange={(event) => set({ daysOff: event.target.checked })}>
          {t('quiet.daysOff')}
        </Checkbox>
        <Checkbox
          checked={choice.urgentPierces}
          onChange={(event) => set({ urgentPierces: event.target.checked })}
        >
          {t('quiet.urgent')}
        </Checkbox>
        <div className="zy-quiet-row">
          <span>{t('quiet.dailyAt')}</span>
          <Time label={t('quiet.dailyAt')} value={choice.dailyAt} set={(dailyAt) => set({ dailyAt })} />
        </div>
        <div>
          <Button
            type="primary"
            disabled={!changed}
            loading={save.isPending}
            onClick={() => save.mutate(choice)}
          >
            {t('quiet.save')}
          </Button>
        </div>
      </div>
    </Panel>
  )
}

/** The browser's own time field: a wheel on a phone, digits at a desk. An emptied one changes nothing. */
function Time({ label, value, set }: { label: string; value: string; set: (value: string) => void }) {
  return (
    <input
      type="time"
      className="zy-quiet-time"
      aria-label={label}
      value={value}
      required
      onChange={(event) => {
        if (event.target.value) set(event.target.value.slice(0, 5))
      }}
    />
  )
}
