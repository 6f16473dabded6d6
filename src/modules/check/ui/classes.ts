import { useTranslation } from 'react-i18next'
import { getCatalogue, type CiClass } from '#modules/ci/class-contract.ts'
import { useCall } from '#web/hooks.ts'
import { useCan } from '#web/session.tsx'

/** Classes of configuration items in the reader's language; none for those who may not see items. */
export function useClasses(): { classes: CiClass[]; nameOf: (id: string) => string } {
  const { i18n } = useTranslation()
  const can = useCan()
  const found = useCall(getCatalogue, {}, { staleTime: 300_000, enabled: can('ci.read') })
  const classes = found.data?.classes ?? []
  const english = i18n.language.startsWith('en')
  const nameOf = (id: string): string => {
    const one = classes.find((cls) => cls.id === id)
    return one ? (english ? one.nameEn : one.name) : id
  }
  return { classes, nameOf }
}

/** Classes as choices, indented by their place in the tree. */
export function useClassOptions(): { value: string; label: string }[] {
  const { classes, nameOf } = useClasses()
  const below = (parentId: string | null, depth: number): { value: string; label: string }[] =>
    classes
      .filter((one) => one.parentId === parentId)
      .flatMap((one) => [
        { value: one.id, label: `${'　'.repeat(depth)}${nameOf(one.id)}` },
        ...below(one.id, depth + 1),
      ])
  return below(null, 0)
}

/** Keys of the attributes that items of the classes can have: variables of a template. */
export function useVariables(classIds: readonly string[]): string[] {
  const { classes } = useClasses()
  const keys = new Set<string>()
  for (const id of classIds)
    for (
      let at = classes.find((one) => one.id === id);
      at;
      at = classes.find((one) => one.id === at?.parentId)
    )
      for (const { key } of at.attributes) keys.add(key)
  return [...keys]
}
