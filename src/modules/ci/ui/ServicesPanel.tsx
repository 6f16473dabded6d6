import { DeleteOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMove } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { RemoteSelect } from '#web/kit/RemoteSelect.tsx'
import { serviceSource } from '#web/kit/sources.ts'
import { Tag } from '#web/kit/tags.tsx'
import { setServices, type Ci } from '../contract.ts'

/** Services of the main job that rest on the item; without an essential one they are down. */
export function ServicesPanel({ ci }: { ci: Ci }) {
  const { t } = useTranslation('ci')
  const set = useMove(setServices)
  const now = ci.services.map(({ id, essential }) => ({ serviceId: id, essential }))
  const save = (services: typeof now) => set.mutate({ id: ci.id, version: ci.version, services })
  const may = ci.abilities.includes('edit')
  return (
    <Panel title={t('ui.services.title')}>
      <ul className="zy-ci-list">
        {ci.services.map((one) => (
          <li key={one.id}>
            <div className="zy-ci-grow">
              <Link to={`/services/${one.id}` as never}>{one.name}</Link>
            </div>
            {may ? (
              <>
                <Switch
                  size="small"
                  checked={one.essential}
                  loading={set.isPending}
                  checkedChildren={t('ui.services.essential')}
                  unCheckedChildren={t('ui.services.partial')}
                  aria-label={`${t('ui.services.essential')} ${one.name}`}
                  onChange={(essential) =>
                    save(now.map((s) => (s.serviceId === one.id ? { ...s, essential } : s)))
                  }
                />
                <Button
                  size="small"
                  type="text"
                  icon={<DeleteOutlined />}
                  aria-label={`${t('ui.remove')} ${one.name}`}
                  onClick={() => save(now.filter((s) => s.serviceId !== one.id))}
                />
              </>
            ) : (
              <Tag hue={one.essential ? 'red' : 'grey'}>
                {t(one.essential ? 'ui.services.essential' : 'ui.services.partial')}
              </Tag>
            )}
          </li>
        ))}
      </ul>
      {may ? (
        <RemoteSelect
          source={serviceSource}
          value={null}
          onChange={(id) =>
            id && !now.some((s) => s.serviceId === id) && save([...now, { serviceId: id, essential: true }])
          }
          placeholder={t('ui.services.add')}
          aria-label={t('ui.services.add')}
          style={{ width: '100%', marginTop: 8 }}
        />
      ) : null}
    </Panel>
  )
}
