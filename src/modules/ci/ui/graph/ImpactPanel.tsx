import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { GradeTag, Tag } from '#web/kit/tags.tsx'
import type { getImpact } from '../../graph-contract.ts'
import { useCatalogue } from '../parts.tsx'

type Impact = CallOutput<typeof getImpact>

/** What an outage hits, in words: services, items with the reason, groups that just hold. */
export function ImpactPanel({ impact }: { impact: Impact }) {
  const { t } = useTranslation('ci')
  const catalogue = useCatalogue()
  const names = new Map(impact.nodes.map((node) => [node.id, node.name ?? t('ui.hidden')]))
  const hit = impact.nodes.filter((node) => node.cause).slice(0, 100)
  return (
    <aside className="zy-ci-impact">
      <Panel title={t('ui.impact.title')}>
        <p>
          {t('ui.impact.sum', { n: impact.affected })} <GradeTag grade={impact.suggestion.grade} suggested />
        </p>
        <ul className="zy-ci-list">
          {impact.services.map((one) => (
            <li key={one.id}>
              <Link className="zy-ci-grow" to={`/services/${one.id}` as never}>
                {one.name}
              </Link>
              <Tag hue={one.effect === 'down' ? 'red' : 'amber'}>{t(`ui.impact.${one.effect}`)}</Tag>
            </li>
          ))}
        </ul>
      </Panel>
      {impact.weakened.length > 0 ? (
        <Panel title={t('ui.impact.weakened')}>
          <ul className="zy-ci-list">
            {impact.weakened.map((one) => (
              <li key={one.group.id}>
                <div className="zy-ci-grow">
                  {one.name ?? t('ui.hidden')}{' '}
                  <small>
                    {one.group.name} ·{' '}
                    {t('ui.impact.left', {
                      left: one.group.members - one.group.lost,
                      needs: one.group.needs,
                    })}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
      {hit.length > 0 ? (
        <Panel title={t('ui.impact.items')}>
          <ul className="zy-ci-list">
            {hit.map((node) => (
              <li key={node.id}>
                <div className="zy-ci-grow">
                  {node.visible ? <Link to={`/cis/${node.id}` as never}>{node.name}</Link> : t('ui.hidden')}{' '}
                  <small>
                    {t('ui.impact.because', {
                      via: names.get(node.cause!.via) ?? '',
                      type: catalogue.words(node.cause!.type, wayOf(impact, node)),
                    })}
                    {node.cause!.group
                      ? ` · ${t('ui.impact.exhausted', { name: node.cause!.group.name, needs: node.cause!.group.needs })}`
                      : ''}
                  </small>
                </div>
              </li>
            ))}
          </ul>
        </Panel>
      ) : null}
    </aside>
  )
}

/** Whether the item that fails is the source or the target of the relation by which it does. */
function wayOf(impact: Impact, node: Impact['nodes'][number]): 'out' | 'in' {
  const edge = impact.edges.find((one) => one.id === node.cause?.relationId)
  return edge?.targetId === node.id ? 'in' : 'out'
}
