import { useTranslation } from 'react-i18next'
import type { CallInput } from '#kernel/http/endpoint.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { Bars } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { RecordForm, type FormField } from '#web/kit/RecordForm.tsx'
import { FactList } from '#web/kit/FactList.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { useCan } from '#web/session.tsx'
import { editSignInPolicy, getSignInPolicy } from '../contract.ts'

const limits = {
  passwordMinLength: [8, 64],
  passwordMinClasses: [1, 4],
  passwordHistory: [0, 24],
  passwordMinAgeHours: [0, 168],
  lockoutFailures: [3, 20],
  lockoutMinutes: [1, 1440],
  idleMinutes: [5, 720],
  administratorIdleMinutes: [5, 480],
  absoluteMinutes: [15, 1440],
} as const
const keys = Object.keys(limits) as (keyof typeof limits)[]

/** The rules of sign-in: shown to the three administrators, changed by the security administrator. */
export function PolicyPage() {
  const { t } = useTranslation('identity')
  const can = useCan()
  const policy = useCall(getSignInPolicy, {})
  const edit = useMove(editSignInPolicy, { done: t('account.saved'), onProblem: () => true })
  if (policy.error) return <ErrorState error={policy.error} retry={() => void policy.refetch()} />
  if (!policy.data) return <Bars rows={8} />
  const { version, ...values } = policy.data
  const fields = keys.map((key): FormField => {
    const [min, max] = limits[key]
    return {
      type: 'number',
      name: key,
      label: t(`policy.${key}`),
      hint: `${min}–${max}`,
      required: true,
      half: true,
      min,
      max,
    }
  })
  return (
    <div className="zy-page zy-page-narrow">
      <PageHeader title={t('policy.title')} sub={t('policy.sub')} />
      <Panel>
        {can('identity.manage-policy') ? (
          <RecordForm
            key={version}
            initial={values}
            fields={fields}
            onSubmit={(given) =>
              edit.mutateAsync({ ...given, version } as CallInput<typeof editSignInPolicy>)
            }
          />
        ) : (
          <FactList facts={keys.map((key) => ({ label: t(`policy.${key}`), value: values[key] }))} />
        )}
      </Panel>
    </div>
  )
}
