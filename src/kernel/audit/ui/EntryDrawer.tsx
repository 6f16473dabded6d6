import { Button, Drawer } from 'antd'
import { useTranslation } from 'react-i18next'
import { FactList } from '#web/kit/FactList.tsx'
import { Tag } from '#web/kit/Tag.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { useUrlState } from '#web/url.ts'
import type { AuditEntry } from '../contract.ts'
import { Changes } from './Changes.tsx'
import { useEntryWords } from './words.ts'

/** One entry with all it says; what people wrote is hidden by the server. */
export function EntryDrawer({ entry, onClose }: { entry: AuditEntry | undefined; onClose: () => void }) {
  const { t } = useTranslation('audit')
  return (
    <Drawer
      open={entry !== undefined}
      onClose={onClose}
      size={640}
      title={entry ? t('detail.title', { id: entry.id }) : ''}
      destroyOnHidden
    >
      {entry ? <Detail entry={entry} /> : null}
    </Drawer>
  )
}

function Detail({ entry }: { entry: AuditEntry }) {
  const { t } = useTranslation('audit')
  const words = useEntryWords()
  const [, setUrl] = useUrlState()
  const only = (patch: Record<string, string>) => setUrl({ ...patch, at: undefined }, { push: true })
  return (
    <div className="zy-aud-detail">
      <FactList
        facts={[
          { label: t('field.recordedAt'), value: <TimeText at={entry.recordedAt} mode="full" /> },
          {
            label: t('field.actor'),
            value: (
              <>
                {entry.actorLogin} <Tag hue="grey">{t(`actorKind.${entry.actorKind}`, entry.actorKind)}</Tag>
              </>
            ),
          },
          {
            label: t('field.action'),
            value: (
              <>
                {words.action(entry.action)} <code className="zy-aud-code zy-aud-dim">{entry.action}</code>
              </>
            ),
          },
          {
            label: t('field.entity'),
            value: (
              <>
                {words.entity(entry.entity)} <code className="zy-aud-code zy-aud-dim">{entry.entity}</code>
              </>
            ),
          },
          { label: t('field.entityId'), value: <code className="zy-aud-code">{entry.entityId}</code> },
          { label: t('field.ip'), value: entry.ip ?? '—' },
          { label: t('field.traceId'), value: <code className="zy-aud-code">{entry.traceId ?? '—'}</code> },
          { label: t('field.origin'), value: t(`origin.${entry.origin}`) },
        ]}
      />
      <Changes before={entry.before} after={entry.after} />
      <p className="zy-aud-note">{t('detail.hidden')}</p>
      <div className="zy-aud-links">
        <Button onClick={() => only({ entity: entry.entity, entityId: entry.entityId })}>
          {t('detail.sameEntity')}
        </Button>
        <Button onClick={() => only({ actor: entry.actorLogin })}>{t('detail.sameActor')}</Button>
      </div>
    </div>
  )
}
