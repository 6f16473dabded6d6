import { Suspense } from 'react'
import type { SuggestionBlock, SuggestionProps } from './page.ts'
import { suggestionBlocks } from './rooms.ts'
import { useCan } from './session.tsx'

/** What other rooms have to offer while a report is written, as far as the person may see it. */
export function SuggestionBlocks({ place, ...given }: { place: SuggestionBlock['place'] } & SuggestionProps) {
  const can = useCan()
  return suggestionBlocks
    .filter((block) => block.place === place && can(block.permission))
    .map(({ key, component: Block }) => (
      <Suspense key={key} fallback={null}>
        <Block {...given} />
      </Suspense>
    ))
}
