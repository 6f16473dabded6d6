import { Button } from 'antd'
import { BulbOutlined, DisconnectOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { RecordNumber } from '#web/kit/RecordNumber.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { Tag } from '#web/kit/tags.tsx'
import { linkIncident, unlinkIncident } from '../link-contract.ts'
import { incidentSource, type Problem } from './parts.tsx'

/** The incidents that it is behind. */
export function LinkedPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation('problem')
  const link = useMove(linkIncident, { done: t('ui.link.linked') })
  const unlink = useMove(unlinkIncident, { done: t('ui.link.unlinked') })
  const may = problem.abilities.includes('link')
  return (
    <Panel
      title={
        <>
          {t('ui.field.incidents')} <small className="zy-num">{problem.incidents}</small>
        </>
      }
    >
      <ul className="zy-prb-list">
        {problem.linked.map((one) => (
          <li key={one.id}>
            <div className="zy-prb-grow">
              {one.title === null ? (
                <RecordNumber>{one.number}</RecordNumber>
              ) : (
                <Link to="/incidents/$id" params={{ id: one.id }}>
                  <RecordNumber>{one.number}</RecordNumber> {one.title}
                </Link>
              )}
              <small>
                {t(`incident:state.${one.state}`)}{' '}
                {one.usedWorkaround ? (
                  <Tag hue="green" icon={<BulbOutlined />}>
                    {t('ui.known.used')}
                  </Tag>
                ) : null}
              </small>
            </div>
            {may && one.title !== null ? (
              <Button
                size="small"
                type="text"
                className="zy-no-print"
                icon={<DisconnectOutlined />}
                aria-label={`${t('ui.link.unlink')} ${one.number}`}
                title={t('ui.link.unlink')}
                onClick={() => unlink.mutate({ id: problem.id, incidentId: one.id })}
              />
            ) : null}
          </li>
        ))}
      </ul>
      {may ? (
        <div className="zy-no-print">
          <RemoteSelect
            source={incidentSource}
            value={null}
            onChange={(incidentNumber) => incidentNumber && link.mutate({ id: problem.id, incidentNumber })}
            placeholder={t('ui.link.add')}
            aria-label={t('ui.link.add')}
            style={{ width: '100%', marginTop: problem.linked.length > 0 ? 10 : 0 }}
          />
        </div>
      ) : null}
    </Panel>
  )
}
