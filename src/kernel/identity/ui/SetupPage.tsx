import { Alert, Button } from 'antd'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { RecordForm, type FormField } from '#web/kit/RecordForm.tsx'
import { Bars } from '#web/kit/Loading.tsx'
import { useMove } from '#web/hooks.ts'
import { aboutQuery, useAbout } from '#web/session.tsx'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { setUp } from '../contract.ts'
import { BareFrame } from './BareFrame.tsx'
import { LinkNotice, OneTimeLinkBox } from './OneTimeLinkBox.tsx'

const posts = ['system', 'security', 'audit'] as const

/** First run: the code from the console, the unit's name, the three administrators; then their links, once. */
export function SetupPage() {
  const { t } = useTranslation('identity')
  const about = useAbout()
  const client = useQueryClient()
  const navigate = useNavigate()
  const [done, setDone] = useState<CallOutput<typeof setUp> | null>(null)
  const move = useMove(setUp, { onProblem: () => true })
  const leave = async () => {
    await client.invalidateQueries({ queryKey: aboutQuery.queryKey })
    await navigate({ to: '/sign-in' })
  }
  if (done)
    return (
      <BareFrame title={t('setup.done')}>
        <LinkNotice />
        {posts.map((post) => (
          <OneTimeLinkBox key={post} who={t(`post.${post}`)} link={done.links[post]} />
        ))}
        <Button type="primary" onClick={() => void leave()}>
          {t('setup.toSignIn')}
        </Button>
      </BareFrame>
    )
  if (!about) return <Bars rows={6} />
  if (!about.setupNeeded)
    return (
      <BareFrame title={t('setup.title')}>
        <Alert type="info" showIcon title={t('error.set_up_already')} style={{ marginBottom: 16 }} />
        <Button type="primary" onClick={() => void leave()}>
          {t('setup.toSignIn')}
        </Button>
      </BareFrame>
    )
  const fields: FormField[] = [
    {
      type: 'text',
      name: 'code',
      label: t('setup.code'),
      required: true,
      hint: t('setup.codeHint'),
      max: 50,
      autoFocus: true,
    },
    { type: 'text', name: 'unitName', label: t('setup.unitName'), required: true, max: 100 },
    ...posts.flatMap((post): FormField[] => [
      {
        type: 'text',
        name: `administrators.${post}.name`,
        label: t('setup.name', { post: t(`post.${post}`) }),
        required: true,
        half: true,
        max: 50,
      },
      {
        type: 'text',
        name: `administrators.${post}.login`,
        label: t('setup.login'),
        required: true,
        half: true,
        max: 50,
      },
    ]),
  ]
  return (
    <BareFrame title={t('setup.title')} sub={t('setup.sub')}>
      <RecordForm
        fields={fields}
        schema={setUp.body}
        submitLabel={t('setup.submit')}
        onSubmit={async (values) => setDone(await move.mutateAsync(values as CallInput<typeof setUp>))}
      />
    </BareFrame>
  )
}
