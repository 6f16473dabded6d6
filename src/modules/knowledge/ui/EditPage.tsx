import { Alert, Button, Modal } from 'antd'
import { SaveOutlined } from '@ant-design/icons'
import { useBlocker, useNavigate, useParams } from '@tanstack/react-router'
import { lazy, Suspense, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Problem } from '#web/api.ts'
import { useCall, useExplain, useMove } from '#web/hooks.ts'
import { Bars, PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { ErrorState, NoPermission } from '#web/kit/states.tsx'
import type { DocNode } from '../body-contract.ts'
import { editArticle, getArticle } from '../contract.ts'
import { EditFields, fieldsOf, type Fields } from './EditFields.tsx'
import type { Article } from './parts.tsx'
import './knowledge.css'

const BodyEditor = lazy(() => import('./Editor.tsx').then((m) => ({ default: m.BodyEditor })))

/** Writing at a draft; Ctrl+S saves. Nothing is lost by leaving without having been asked. */
export function EditPage() {
  const { id = '' } = useParams({ strict: false })
  // what somebody else saved must not replace what is being typed: saving finds out about it
  const { data, error, isPending, refetch } = useCall(
    getArticle,
    { id, copy: 'draft' },
    { staleTime: Infinity },
  )
  if (isPending) return <PageSkeleton />
  if (error && !data) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data.abilities.includes('edit')) return <NoPermission />
  return <Writing key={data.id} article={data} />
}

function Writing({ article }: { article: Article }) {
  const { t } = useTranslation('knowledge')
  const navigate = useNavigate()
  const [fields, setFields] = useState<Fields>(() => fieldsOf(article))
  const body = useRef<DocNode>(article.body)
  const [dirty, setDirty] = useState(false)
  const [uploading, setUploading] = useState(0)
  const saving = useSaving(article)
  const leaving = useBlocker({
    shouldBlockFn: () => dirty,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  })
  const save = async (): Promise<boolean> => {
    if (saving.busy || uploading > 0) return false
    setDirty(false)
    const saved = await saving.save(fields, body.current)
    if (!saved) setDirty(true)
    return saved
  }
  const done = async () => {
    if (dirty && !(await save())) return
    await navigate({
      to: '/articles/$id',
      params: { id: article.id },
      search: { copy: 'draft' } as never,
      ignoreBlocker: true,
    })
  }
  return (
    <div
      className="zy-page"
      onKeyDown={(event) => {
        if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        void save()
      }}
    >
      <PageHeader
        title={t('ui.page.edit')}
        breadcrumb={[{ label: t('ui.page.list'), to: '/knowledge' }, { label: article.number }]}
        actions={
          <>
            <Button
              icon={<SaveOutlined />}
              disabled={!dirty || uploading > 0}
              loading={saving.busy}
              onClick={() => void save()}
            >
              {t('web:action.save')}
            </Button>
            <Button type="primary" disabled={uploading > 0} onClick={() => void done()}>
              {t('ui.edit.done')}
            </Button>
          </>
        }
      />
      {saving.trouble ? <Alert type="error" showIcon role="alert" title={saving.trouble} /> : null}
      <div className="zy-kn-edit">
        <Suspense fallback={<Bars rows={14} />}>
          <BodyEditor
            articleId={article.id}
            initial={article.body}
            onUploading={setUploading}
            onChange={(next) => {
              body.current = next
              setDirty(true)
            }}
          />
        </Suspense>
        <Panel>
          <EditFields
            article={article}
            fields={fields}
            problem={saving.problem}
            change={(patch) => {
              setFields((now) => ({ ...now, ...(typeof patch === 'function' ? patch(now) : patch) }))
              setDirty(true)
            }}
          />
        </Panel>
      </div>
      <Modal
        open={leaving.status === 'blocked'}
        title={t('ui.edit.leave')}
        okText={t('ui.edit.leaveYes')}
        okButtonProps={{ danger: true }}
        onOk={() => leaving.proceed?.()}
        onCancel={() => leaving.reset?.()}
      >
        {t('ui.edit.leaveHint')}
      </Modal>
    </div>
  )
}

/** Keeps the version from one save to the next; what was typed stays, whatever the server answers. */
function useSaving(article: Article) {
  const explain = useExplain()
  const version = useRef(article.version)
  const [failure, setFailure] = useState<Problem | null>(null)
  const edit = useMove(editArticle, { onProblem: () => true })
  const save = async (fields: Fields, body: DocNode): Promise<boolean> => {
    setFailure(null)
    try {
      const { ownerName: _, ...given } = fields
      const saved = await edit.mutateAsync({
        ...given,
        id: article.id,
        version: version.current,
        body: body as never,
      })
      version.current = saved.version
      return true
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setFailure(error)
      return false
    }
  }
  const first = failure?.errors[0]
  return {
    save,
    busy: edit.isPending,
    trouble: failure
      ? first?.field.startsWith('body')
        ? first.message || explain(failure)
        : explain(failure)
      : null,
    problem: (field: string) => failure?.errors.find((one) => one.field === field)?.message || undefined,
  }
}
