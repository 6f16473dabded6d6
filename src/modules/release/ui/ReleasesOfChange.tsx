import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { releasesOfChange } from '../contract.ts'
import { ReleaseState } from './parts.tsx'
import './release.css'

/** The releases that go live by a change; nothing at all where there are none. `id`: the change's. */
export function ReleasesOfChange({ id }: { id: string }) {
  const { t } = useTranslation('release')
  const { data } = useCall(releasesOfChange, { id })
  if (!data || data.items.length === 0) return null
  return (
    <Panel title={t('page.ofChange')}>
      <ul className="rel-lines">
        {data.items.map((one) => (
          <li key={one.id}>
            <Link to="/releases/$id" params={{ id: one.id }}>
              {one.number} {one.service.name} {one.versionName}
            </Link>
            <ReleaseState state={one.state} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
