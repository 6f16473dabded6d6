import dayjs from 'dayjs'
import { useUrlState } from '#web/url.ts'

const subjects = ['orgId', 'serviceId', 'vendorId', 'groupId', 'workOrgId'] as const

/**
 * Period, subject and chosen records of a fact are kept in the address alone: a figure's link leads here with its own.
 * `split` and `part` are whose records are listed (without a part: those of which the split is not recorded), `by` is what
 * the figure is taken apart by on the page.
 */
export function useQuestion() {
  const [url, setUrl] = useUrlState()
  const from = url['from'] ?? dayjs().startOf('month').format('YYYY-MM-DD')
  const to = url['to'] ?? dayjs().format('YYYY-MM-DD')
  const subject = Object.fromEntries(subjects.flatMap((key) => (url[key] ? [[key, url[key]]] : [])))
  const split = url['split']
  const part = url['part']
  const chosen: { split?: string; part?: string } = {}
  if (split !== undefined) chosen.split = split
  if (split !== undefined && part !== undefined) chosen.part = part
  return {
    url,
    setUrl,
    asked: { from, to, ...subject },
    by: url['by'] ?? split ?? 'month',
    chosen,
    ok: url['ok'] === 'true' || url['ok'] === 'false' ? url['ok'] : undefined,
  } as const
}

export type Question = ReturnType<typeof useQuestion>
