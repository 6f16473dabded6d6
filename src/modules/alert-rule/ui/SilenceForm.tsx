import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { previewMatch } from '#modules/alert/console-contract.ts'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import type { FormValues } from '#web/kit/RecordForm.tsx'
import { createSilence } from '../silence-contract.ts'
import { MatcherEditor } from './MatcherEditor.tsx'

type Matchers = CallInput<typeof createSilence>['matchers']

/** A silence by free conditions; what it would hit now can be looked at before. */
export function SilenceForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('alert-rule')
  const make = useMove(createSilence, {
    done: t('screen.silence.made'),
    invalidates: ['alert-rule', 'alert'],
    onProblem: () => true,
  })
  return (
    <FormDialog
      title={t('screen.silence.add')}
      width={640}
      initial={{ matchers: [{ label: 'alertname', op: '=', value: '' }] }}
      fieldOf={(path) => path.replace(/\..*$/, '')}
      fields={[
        {
          type: 'custom',
          name: 'matchers',
          label: t('screen.field.match'),
          hint: t('screen.matcher.hint'),
          render: (bound) => <Checked {...bound} />,
        },
        { type: 'datetime', name: 'startsAt', label: t('screen.field.starts'), half: true },
        { type: 'datetime', name: 'endsAt', label: t('screen.field.ends'), required: true, half: true },
        {
          type: 'longtext',
          name: 'reason',
          label: t('screen.field.reason'),
          required: true,
          rows: 2,
          max: 500,
        },
      ]}
      onSubmit={(values: FormValues) => make.mutateAsync(values as CallInput<typeof createSilence>)}
      onClose={onClose}
    />
  )
}

/** Conditions with a look at what they fit now. */
function Checked(bound: { value?: unknown; onChange?: (value: unknown) => void }) {
  const { t } = useTranslation('alert-rule')
  const look = useMove(previewMatch, { invalidates: [] })
  const [asked, setAsked] = useState('')
  const now = JSON.stringify(bound.value)
  return (
    <>
      <MatcherEditor {...bound} label={t('screen.field.match')} />
      <Button
        size="small"
        type="link"
        loading={look.isPending}
        onClick={() => {
          setAsked(now)
          look.mutate({ matchers: bound.value as Matchers })
        }}
      >
        {look.data && asked === now
          ? t('screen.silence.now', { count: look.data.count })
          : t('screen.silence.look')}
      </Button>
    </>
  )
}
