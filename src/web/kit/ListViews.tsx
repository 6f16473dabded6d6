import { Select } from 'antd'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useUrlState } from '../url.ts'
import { useSavedViews, ViewMenu } from './ViewMenu.tsx'
import { searchOf } from './view-search.ts'

/**
 * Saved views of a list, for the right end of its FilterBar: open one, save what is shown, subscribe, export as CSV.
 * @param list its name as registered with the room of views; its page is `/<list>`
 * @param query what the page asks, from `useListQuery`
 */
export function ListViews({ list, query }: { list: string; query: Record<string, string> }) {
  const { t } = useTranslation('view')
  const navigate = useNavigate()
  const [url] = useUrlState()
  const saved = useSavedViews(list)
  const open = saved.find((one) => one.id === url['saved'])
  const show = (search: object) => void navigate({ to: `/${list}`, search: search as never })
  return (
    <>
      {saved.length > 0 ? (
        <Select
          allowClear
          showSearch={{ optionFilterProp: 'label' }}
          placeholder={t('menu.label')}
          aria-label={t('menu.open')}
          value={open?.id ?? null}
          options={saved.map((one) => ({ value: one.id, label: one.name }))}
          onChange={(id: string | undefined) => {
            const chosen = saved.find((one) => one.id === id)
            show(chosen ? searchOf(chosen) : {})
          }}
          popupMatchSelectWidth={false}
          style={{ width: 130 }}
        />
      ) : null}
      <ViewMenu
        list={list}
        query={query}
        open={open}
        onSaved={(view) => show(searchOf(view))}
        onDeleted={() => show({})}
      />
    </>
  )
}
