import { StarOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import type { SavedView } from '#web/kit/ThreePane.tsx'
import { useSavedViews, ViewMenu } from '#web/kit/ViewMenu.tsx'
import { searchOf } from '#web/kit/view-search.ts'
import { useCan } from '#web/session.tsx'
import { useUrlState } from '#web/url.ts'
import { queryOf, viewOf, viewOrder } from './views.tsx'

const list = 'incidents'

/** What the queue shows, by the names of its query: for saving and for exporting. */
export function QueueViews() {
  const can = useCan()
  const navigate = useNavigate()
  const [url] = useUrlState()
  const saved = useSavedViews(list)
  const view = viewOf(url, viewOrder(can('incident.dispatch')))
  const { limit: _, ...question } = queryOf(url, view)
  const query = Object.fromEntries(Object.entries(question).map(([key, value]) => [key, String(value)]))
  return (
    <ViewMenu
      list={list}
      query={query}
      open={saved.find((one) => one.id === url['saved'])}
      onSaved={(one) => void navigate({ to: '/incidents', search: searchOf(one) as never })}
      onDeleted={() => void navigate({ to: '/incidents' })}
    />
  )
}

/** Saved views of the queue, for the rail. */
export function useRailViews(): SavedView[] {
  return useSavedViews(list).map((one) => ({
    key: one.id,
    icon: <StarOutlined />,
    label: one.name,
    search: searchOf(one),
  }))
}
