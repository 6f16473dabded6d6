import { sql } from 'kysely'
import type { CaseQuery } from '#kernel/evidence/index.ts'

/** Items that can be asked for: what the published version says of quality. */
export const quality = (): CaseQuery => sql`
  select i.id, i.code as label, false as imported, v.recorded_at as at,
    coalesce(v.definition->>'quality', '') <> '' as ok, 'v' || v.no as note
  from catalogue_item i join catalogue_item_version v on v.item_id = i.id and v.no = i.live_no where i.active`
