import type { z } from 'zod'
import type { CallInput, EndpointDef } from '#kernel/http/endpoint.ts'
import { useUrlState } from '../url.ts'

/**
 * What the address asks of a list: every parameter that its endpoint takes, but for paging. So a saved view may filter
 * by more than the page offers, and what is wrong with an address the server says.
 * @returns the query, and whether it filters (an order alone does not)
 */
export function useListQuery<E extends EndpointDef>(
  endpoint: E,
): { query: Record<string, string>; input: Omit<CallInput<E>, 'cursor'>; filtered: boolean } {
  const [url] = useUrlState()
  const keys = Object.keys((endpoint.query as z.ZodObject).shape).filter((key) => !paging.has(key))
  const query = Object.fromEntries(
    keys.flatMap((key) => (url[key] === undefined ? [] : [[key, url[key]] as const])),
  )
  return {
    query,
    input: query as unknown as Omit<CallInput<E>, 'cursor'>,
    filtered: Object.keys(query).some((key) => key !== 'sort'),
  }
}

const paging = new Set(['limit', 'cursor'])
