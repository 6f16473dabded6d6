import { Button, type ButtonProps } from 'antd'
import { useTranslation } from 'react-i18next'
import type { useInfiniteList } from '../hooks.ts'
import { ErrorState } from './states.tsx'

type List = Pick<
  ReturnType<typeof useInfiniteList>,
  'hasNextPage' | 'isFetchingNextPage' | 'isFetchNextPageError' | 'error' | 'fetchNextPage'
>

/** Below a list that has more: fetches its next page, and says when that failed. Nothing where there is no more. */
export function LoadMore({ list, ...look }: { list: List } & Pick<ButtonProps, 'type' | 'size' | 'block'>) {
  const { t } = useTranslation('web')
  const fetchMore = () => void list.fetchNextPage()
  if (list.isFetchNextPageError) return <ErrorState error={list.error} retry={fetchMore} small />
  if (!list.hasNextPage) return null
  return (
    <Button {...look} loading={list.isFetchingNextPage} onClick={fetchMore}>
      {t('action.loadMore')}
    </Button>
  )
}
