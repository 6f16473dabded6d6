import { Suspense } from 'react'
import type { RecordBlock } from './page.ts'
import { recordBlocks } from './rooms.ts'
import { useCan } from './session.tsx'

/** What other rooms add to a record's page, as far as the person may see it. */
export function RecordBlocks({ record, id }: { record: RecordBlock['record']; id: string }) {
  const can = useCan()
  return recordBlocks
    .filter((block) => block.record === record && can(block.permission))
    .map(({ key, component: Block }) => (
      <Suspense key={key} fallback={null}>
        <Block id={id} />
      </Suspense>
    ))
}
