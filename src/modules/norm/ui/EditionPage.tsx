import { Select, Switch } from 'antd'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useCall } from '#web/hooks.ts'
import { PageSkeleton } from '#web/kit/Loading.tsx'
import { PageHeader } from '#web/kit/PageHeader.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { EmptyState, ErrorState } from '#web/kit/states.tsx'
import { Tag, type Hue } from '#web/kit/tags.tsx'
import { useUrlState } from '#web/url.ts'
import { readEdition } from '../contract.ts'
import { useText, useTitles } from './parts.tsx'

type Edition = CallOutput<typeof readEdition>
type Line = Edition['clauses'][number]

const hues: Record<Line['change'], Hue> = { same: 'grey', added: 'green', changed: 'amber', gone: 'red' }

/** An edition of a norm as a document; beside another one, clause by clause, with what is new, other or gone. */
export function EditionPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  const [url, setUrl] = useUrlState()
  const { t } = useTranslation('norm')
  const titles = useTitles()
  const other = url['with']
  const edition = useCall(readEdition, { id, ...(other ? { with: other } : {}) }, { keepPrevious: true })
  if (edition.error && !edition.data)
    return <ErrorState error={edition.error} retry={() => void edition.refetch()} />
  if (!edition.data) return <PageSkeleton />
  const { data } = edition
  const only = url['only'] === 'changes'
  const shown = data.clauses.filter((one) => !only || one.change !== 'same')
  return (
    <div className="zy-page">
      <PageHeader
        title={titles(data)}
        breadcrumb={[
          { label: t('ui.page.overview'), to: '/norms' },
          { label: t('ui.page.library'), to: '/norm-library' },
        ]}
        sub={t('ui.library.edition', { name: data.name, n: data.clauses.filter((one) => one.now).length })}
      />
      <Panel>
        <div className="zy-norm-tools zy-no-print">
          <Select
            value={data.other?.id ?? ''}
            aria-label={t('ui.edition.with')}
            style={{ minWidth: 180 }}
            onChange={(value) => setUrl({ with: value || undefined })}
            options={[
              { value: '', label: t('ui.edition.alone') },
              ...data.editions
                .filter((one) => one.id !== data.id)
                .map((one) => ({ value: one.id, label: t('ui.edition.beside', { name: one.name }) })),
            ]}
          />
          {data.other ? (
            <>
              <label>
                <Switch
                  size="small"
                  checked={only}
                  onChange={(on) => setUrl({ only: on ? 'changes' : undefined })}
                />{' '}
                {t('ui.edition.only')}
              </label>
              {(['added', 'changed', 'gone'] as const).map((change) => (
                <Tag key={change} hue={hues[change]}>
                  {t(`ui.edition.${change}`)} {data.clauses.filter((one) => one.change === change).length}
                </Tag>
              ))}
            </>
          ) : null}
        </div>
        {shown.length === 0 ? (
          <EmptyState title={t('ui.edition.none')} hint={t('ui.edition.noneHint')} />
        ) : (
          <ol className="zy-norm-doc">
            {shown.map((one) => (
              <Pair key={one.code} line={one} beside={data.other !== null} data={data} />
            ))}
          </ol>
        )}
      </Panel>
    </div>
  )
}

function Pair({ line, beside, data }: { line: Line; beside: boolean; data: Edition }) {
  const { t } = useTranslation('norm')
  return (
    <li className={beside ? 'zy-norm-pair' : undefined}>
      {beside ? <Side clause={line.before} name={data.other?.name ?? ''} /> : null}
      <Side clause={line.now} name={data.name} />
      {line.change === 'same' ? null : <Tag hue={hues[line.change]}>{t(`ui.edition.${line.change}`)}</Tag>}
    </li>
  )
}

function Side({ clause, name }: { clause: Line['now']; name: string }) {
  const { t } = useTranslation('norm')
  const text = useText()
  if (!clause) return <div className="zy-norm-quiet">{t('ui.edition.notIn', { name })}</div>
  const evidence = text(clause.evidence, clause.evidenceEn)
  return (
    <div>
      <b>{clause.article}</b> <small className="zy-norm-quiet">{clause.code}</small>
      <p>{text(clause.gist, clause.gistEn)}</p>
      {evidence ? <p className="zy-norm-quiet">{t('ui.edition.evidence', { text: evidence })}</p> : null}
      <small className="zy-norm-quiet">
        {[
          t(`type.${clause.type}`),
          ...clause.actors,
          Object.keys(clause.figures).length > 0 ? JSON.stringify(clause.figures) : '',
        ]
          .filter(Boolean)
          .join(' · ')}
      </small>
    </div>
  )
}
