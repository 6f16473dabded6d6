import { TreeSelect } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { listCategories } from '#modules/ticket/contract.ts'
import { useCall } from '#web/hooks.ts'

export type CategoryRow = CallOutput<typeof listCategories>['items'][number]

export interface CategoryNode {
  value: string
  title: string
  row: CategoryRow
  children: CategoryNode[]
}

/** The tree of categories in their order; a child of an unknown parent stands at the top, so that nothing is lost. */
export function treeOf(rows: readonly CategoryRow[], name: (row: CategoryRow) => string): CategoryNode[] {
  const nodes = new Map(
    rows.map((row): [string, CategoryNode] => [
      row.id,
      { value: row.id, title: name(row), row, children: [] },
    ]),
  )
  const top: CategoryNode[] = []
  for (const node of nodes.values()) {
    const parent = node.row.parentId ? nodes.get(node.row.parentId) : undefined
    ;(parent?.children ?? top).push(node)
  }
  const order = (list: CategoryNode[]) => {
    list.sort((a, b) => a.row.position - b.row.position || a.title.localeCompare(b.title))
    list.forEach((node) => order(node.children))
  }
  order(top)
  return top
}

/** Name of a category in the language of the page. */
export function useCategoryName(): (row: CategoryRow) => string {
  const { i18n } = useTranslation()
  return (row) => (i18n.language === 'en' && row.nameEn ? row.nameEn : row.name)
}

/** Chooses an active category from the tree. */
export function CategorySelect({
  value,
  onChange,
  id,
  placeholder,
}: {
  value?: string | null
  onChange?: (value: string | null) => void
  id?: string
  placeholder?: string
}) {
  const name = useCategoryName()
  const rows = useCall(listCategories, { active: 'true' }, { staleTime: 60_000 })
  const tree = useMemo(() => treeOf(rows.data?.items ?? [], name), [rows.data, name])
  return (
    <TreeSelect
      {...(id ? { id } : {})}
      value={value ?? null}
      onChange={(next: string | null | undefined) => onChange?.(next ?? null)}
      treeData={tree}
      allowClear
      showSearch={{ treeNodeFilterProp: 'title' }}
      treeLine
      loading={rows.isPending}
      placeholder={placeholder}
      style={{ width: '100%' }}
    />
  )
}
