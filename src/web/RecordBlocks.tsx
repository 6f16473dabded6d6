import { Suspense } from 'react'
import { Bars } from './kit/Loading.tsx'
import type { RecordBlock } from './page.ts'
import { recordBlocks } from './rooms.ts'
import { useCan } from './session.tsx'

/** What other rooms add to a record's page, as far as the person may see it. */
export function RecordBlocks({ record, id }: { record: RecordBlock['record']; id: string }) {
  const can = useCan()
  return recordBlocks
    .filter((block) => block.record === record && can(block.permission))
    .map(({ key, component: Block }) => (
      <Suspense key={key} fallback={<Bars rows={3} />}>
        <Block id={id} />
      </Suspense>
    ))
}
