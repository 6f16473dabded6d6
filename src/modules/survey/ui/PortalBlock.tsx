import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useCall } from '#web/hooks.ts'
import { useNow } from '#web/kit/useNow.ts'
import { listMine } from '../run-contract.ts'
import { MyList } from './MyQuestionnairesPage.tsx'

/** Published results stand on the first page for a month. */
const recent = 30 * 86_400_000

/** What waits for an answer, and the latest published result; nothing when there is neither. */
export function PortalBlock() {
  const { t } = useTranslation('survey')
  const items = useCall(listMine, {}).data?.items ?? []
  const asked = items.filter((one) => one.mine === 'asked')
  const since = useNow() - recent
  const fresh = items.filter((one) => one.publishedAt && Date.parse(one.publishedAt) > since)
  const shown = [...asked, ...fresh.slice(0, 1)]
  if (shown.length === 0) return null
  return (
    <section aria-label={t('page.mine')}>
      <h2 className="zy-form-head">
        <Link to={'/my-questionnaires' as never}>{t('page.mine')}</Link>
      </h2>
      <MyList items={shown} />
    </section>
  )
}
