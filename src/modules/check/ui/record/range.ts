import { useNow } from '#web/kit/useNow.ts'
import { useUrlState } from '#web/url.ts'

const hour = 3_600_000
/** How far back charts go. */
export const ranges = {
  '6h': 6 * hour,
  '24h': 24 * hour,
  '7d': 168 * hour,
  '30d': 720 * hour,
  '1y': 8760 * hour,
}
export type RangeKey = keyof typeof ranges

/**
 * The span that the address asks for. It moves on in steps, so that what has been read serves for a while: a minute
 * for hours, longer for longer spans.
 */
export function useRange(): { key: RangeKey; from: string; to: string; choose: (key: RangeKey) => void } {
  const now = useNow()
  const [url, setUrl] = useUrlState()
  const key: RangeKey =
    url['range'] !== undefined && url['range'] in ranges ? (url['range'] as RangeKey) : '24h'
  const length = ranges[key]
  const step = Math.max(60_000, length / 500)
  const to = Math.ceil(now / step) * step
  return {
    key,
    from: new Date(to - length).toISOString(),
    to: new Date(to).toISOString(),
    choose: (next) => setUrl({ range: next === '24h' ? undefined : next }),
  }
}
