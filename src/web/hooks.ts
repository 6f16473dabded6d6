import { App } from 'antd'
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
} from '@tanstack/react-query'
import { useMemo, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput, EndpointDef } from '#kernel/http/endpoint.ts'
import { call, download, newKey, Problem, type CallOptions } from './api.ts'

/** Query key of an endpoint; the first part is `<room>.<verb>`, so that a room can be invalidated by prefix. */
export function keyOf<E extends EndpointDef>(ep: E, input?: CallInput<E>): readonly unknown[] {
  return input === undefined ? [ep.name] : [ep.name, input]
}

/**
 * Marks everything read from these rooms (`incident`), endpoints (`incident.list`) or ledgers of any room (`room-visit`,
 * whose endpoints are `premises.room-visit.list` and so on) as stale.
 */
export function invalidate(client: QueryClient, ...names: string[]): Promise<void> {
  return client.invalidateQueries({
    predicate: ({ queryKey: [name] }) =>
      typeof name === 'string' &&
      names.some(
        (wanted) => name === wanted || name.startsWith(`${wanted}.`) || name.includes(`.${wanted}.`),
      ),
  })
}

export interface UseCallOptions {
  enabled?: boolean
  /** Milliseconds during which the answer is not asked for again (default 15 s; live events invalidate earlier). */
  staleTime?: number
  refetchInterval?: number
  /** Show the answer to the previous input while the next one loads, so that the page does not jump. */
  keepPrevious?: boolean
}

/** Reads a GET endpoint: `const { data, error, isPending, refetch } = useCall(getIncident, { id })`. */
export function useCall<E extends EndpointDef>(ep: E, input: CallInput<E>, options: UseCallOptions = {}) {
  return useQuery<CallOutput<E>, Problem>({
    queryKey: keyOf(ep, input),
    queryFn: ({ signal }) => call(ep, input, { signal }),
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
    ...(options.staleTime === undefined ? {} : { staleTime: options.staleTime }),
    ...(options.refetchInterval ? { refetchInterval: options.refetchInterval } : {}),
    ...(options.keepPrevious ? { placeholderData: keepPreviousData } : {}),
  })
}

interface KeysetPage<T> {
  items: T[]
  nextCursor: string | null
  /** words were found in more records than are looked through */
  limited?: boolean
}
type ItemOf<E extends EndpointDef> = CallOutput<E> extends { items: (infer T)[] } ? T : never

/** Reads a keyset-paginated list page by page; `items` is all of what has been read so far. */
export function useInfiniteList<E extends EndpointDef>(
  ep: E,
  input: Omit<CallInput<E>, 'cursor'>,
  options: { enabled?: boolean } = {},
) {
  const query = useInfiniteQuery<KeysetPage<ItemOf<E>> & CallOutput<E>, Problem>({
    queryKey: [ep.name, 'list', input],
    initialPageParam: null,
    queryFn: async ({ pageParam, signal }) => {
      const page = pageParam === null ? input : { ...input, cursor: pageParam }
      return (await call(ep, page as CallInput<E>, { signal })) as unknown as KeysetPage<ItemOf<E>> &
        CallOutput<E>
    },
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    ...(options.enabled === undefined ? {} : { enabled: options.enabled }),
  })
  const items = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data])
  return { ...query, items, limited: query.data?.pages.at(-1)?.limited === true }
}

export interface UseMoveOptions<E extends EndpointDef> {
  /** Rooms or endpoint names to read again; default: the endpoint's own room. */
  invalidates?: string[]
  /** Toast after success. */
  done?: string
  onDone?: (output: CallOutput<E>, input: CallInput<E>) => void | Promise<void>
  /** Handle a problem yourself (a form maps field errors); return true when it has been shown. */
  onProblem?: (problem: Problem, input: CallInput<E>) => boolean | void
}

/**
 * A mutation: `const assign = useMove(assignIncident, { done: t('incident:assigned') })`, then `assign.mutate(input)`.
 * Problems become a toast in the person's language; a retry of the same input keeps its idempotency key.
 */
export function useMove<E extends EndpointDef>(ep: E, options: UseMoveOptions<E> = {}) {
  const client = useQueryClient()
  const { message } = App.useApp()
  const explain = useExplain()
  const attempt = useRef<{ input: string; key: string } | null>(null)
  return useMutation<CallOutput<E>, Problem, CallInput<E>>({
    mutationFn: (input) => {
      const same = JSON.stringify(input)
      if (attempt.current?.input !== same) attempt.current = { input: same, key: newKey() }
      const callOptions: CallOptions = { idempotencyKey: attempt.current.key }
      return call(ep, input, callOptions)
    },
    onSuccess: async (output, input) => {
      attempt.current = null
      if (options.done) message.success(options.done)
      await options.onDone?.(output, input)
      await invalidate(client, ...(options.invalidates ?? [ep.name.split('.')[0] ?? ep.name]))
    },
    onError: async (problem, input) => {
      if (options.onProblem?.(problem, input) !== true) message.error(explain(problem))
      // Somebody else was faster: show their version at once.
      if (problem.status === 409 || problem.status === 412)
        await invalidate(client, ep.name.split('.')[0] ?? ep.name)
    },
  })
}

/** Fetches a file and hands it to the browser; `busy` until it has come. Problems become a toast. */
export function useDownload<E extends EndpointDef>(
  ep: E,
): { run: (input: CallInput<E>) => void; busy: boolean } {
  const { message } = App.useApp()
  const explain = useExplain()
  const fetching = useMutation<void, Error, CallInput<E>>({
    mutationFn: (input) => download(ep, input),
    onError: (error) => void message.error(explain(error)),
  })
  return { run: fetching.mutate, busy: fetching.isPending }
}

/** Turns any error into one sentence for a person. */
export function useExplain(): (error: unknown) => string {
  const { t } = useTranslation('web')
  return (error) => {
    if (!(error instanceof Problem)) return t('error.unexpected')
    // The server speaks the person's language; our own words are for when it could not speak.
    if (error.detail) return error.detail
    if (error.status === 0) return t('error.offline')
    if (error.status === 429) return t('error.busy', { seconds: error.retryAfter ?? 10 })
    if (error.status === 412) return t('error.stale')
    return t('error.unexpected')
  }
}
