import { Button } from 'antd'
import { CheckOutlined, FormOutlined, UploadOutlined } from '@ant-design/icons'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput } from '#kernel/http/endpoint.ts'
import { lookupOrgs } from '#kernel/org/contract.ts'
import { call } from '#web/api.ts'
import { useCall, useMove } from '#web/hooks.ts'
import { FormDialog } from '#web/kit/FormDialog.tsx'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import type { RemoteSource } from '#web/kit/RemoteSelect.tsx'
import { ErrorState } from '#web/kit/states.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { useCan } from '#web/session.tsx'
import { adopt, listNorms } from '../contract.ts'
import { AddDialog } from './AddDialog.tsx'
import { ImportDialog } from './ImportDialog.tsx'
import { dayFromNow, useText, useTitles } from './parts.tsx'

type Norm = CallOutput<typeof listNorms>['items'][number]

const orgs: RemoteSource = {
  name: 'norm-org',
  search: async (q, signal) =>
    (await call(lookupOrgs, q ? { q } : {}, { signal })).items.map((one) => ({
      value: one.id,
      label: one.name,
      detail: one.fullName,
    })),
}

/** Norms with their editions; putting them in force, importing and adding them. */
export function LibraryPage() {
  const { t } = useTranslation('norm')
  const titles = useTitles()
  const can = useCan()
  const list = useCall(listNorms, {})
  const [open, setOpen] = useState<'import' | 'add' | { norm: Norm; editionId: string } | null>(null)
  const close = () => setOpen(null)
  if (list.error && !list.data) return <ErrorState error={list.error} retry={() => void list.refetch()} />
  if (!list.data) return <PageSkeleton />
  const manages = can('norm.manage')
  return (
    <div className="zy-page">
      <PageHeader
        title={t('ui.page.library')}
        breadcrumb={[{ label: t('ui.page.overview'), to: '/norms' }]}
        sub={t('ui.library.sub')}
        actions={
          manages ? (
            <>
              <Button icon={<FormOutlined />} onClick={() => setOpen('add')}>
                {t('ui.library.add')}
              </Button>
              <Button type="primary" icon={<UploadOutlined />} onClick={() => setOpen('import')}>
                {t('ui.library.import')}
              </Button>
            </>
          ) : null
        }
      />
      <Panel>
        <ul className="zy-norm-list">
          {list.data.items.map((norm) => (
            <li key={norm.id}>
              <div className="zy-norm-row">
                <b>{titles(norm)}</b>
                <Tag hue="grey">{t(`kind.${norm.kind}`)}</Tag>
                {norm.shipped ? <Tag hue="blue">{t('ui.library.shipped')}</Tag> : null}
                <small className="zy-norm-quiet">{norm.code}</small>
              </div>
              {norm.editions.map((one, i) => (
                <div key={one.id} className="zy-norm-row">
                  <Link to="/norm-editions/$id" params={{ id: one.id }}>
                    {t('ui.library.edition', { name: one.name, n: one.clauses })}
                  </Link>
                  {norm.editions[i + 1] ? (
                    <Link
                      to="/norm-editions/$id"
                      params={{ id: one.id }}
                      search={{ with: norm.editions[i + 1]!.id } as never}
                    >
                      {t('ui.edition.compare')}
                    </Link>
                  ) : null}
                  {manages ? (
                    <Button
                      size="small"
                      className="zy-norm-end"
                      icon={<CheckOutlined />}
                      aria-label={`${t('ui.library.adopt')} ${norm.title} ${one.name}`}
                      onClick={() => setOpen({ norm, editionId: one.id })}
                    >
                      {t('ui.library.adopt')}
                    </Button>
                  ) : null}
                </div>
              ))}
              {norm.editions[0]?.note ? <p className="zy-norm-quiet">{norm.editions[0].note}</p> : null}
            </li>
          ))}
        </ul>
      </Panel>
      {open === 'import' ? <ImportDialog onClose={close} /> : null}
      {open === 'add' ? <AddDialog onClose={close} /> : null}
      {open !== null && typeof open === 'object' ? <AdoptDialog {...open} onClose={close} /> : null}
    </div>
  )
}

function AdoptDialog({ norm, editionId, onClose }: { norm: Norm; editionId: string; onClose: () => void }) {
  const { t } = useTranslation('norm')
  const text = useText()
  const navigate = useNavigate()
  const move = useMove(adopt, { done: t('ui.library.adopted'), onProblem: () => true })
  return (
    <FormDialog
      title={t('ui.library.adoptTitle', { title: text(norm.title, norm.titleEn) })}
      above={t('ui.library.replaces')}
      fields={[
        {
          name: 'orgId',
          type: 'remote',
          label: t('ui.library.org'),
          required: true,
          source: orgs,
          half: true,
        },
        { name: 'fromDay', type: 'date', label: t('ui.library.fromDay'), required: true, half: true },
      ]}
      initial={{ fromDay: dayFromNow(0) }}
      submitLabel={t('ui.library.adopt')}
      onClose={onClose}
      onSubmit={async (values) => {
        const made = await move.mutateAsync({
          orgId: values['orgId'],
          editionId,
          fromDay: String(values['fromDay']).slice(0, 10),
        } as CallInput<typeof adopt>)
        await navigate({ to: '/norm-adoptions/$id', params: { id: made.id } })
      }}
    />
  )
}
