import { queryOptions, useQuery } from '@tanstack/react-query'
import { Problem, request } from './api.ts'
import { setUnitZone } from './kit/zone.ts'

/** Answer of `GET /api/v1/me`. */
export interface CurrentSession {
  person: { id: string; login: string; name: string; orgId: string; orgName: string }
  permissions: readonly string[]
  locale?: 'zh-CN' | 'en'
  /** What the session must do before anything else: sign-in leads there. */
  restricted?: 'password' | 'second-factor' | null
}

/** Answer of `GET /api/v1/about`, readable without sign-in. */
export interface About {
  product: string
  version: string
  unitName: string
  setupNeeded: boolean
  demo: boolean
  timeZone: string
}

/** Who is signed in; `null` for nobody. Shared by the router's guards and the shell. */
export const meQuery = queryOptions<CurrentSession | null, Problem>({
  queryKey: ['identity.me'],
  queryFn: async ({ signal }) => {
    try {
      const response = await request('/api/v1/me', { signal, quiet401: true, headers: languageHeader() })
      return (await response.json()) as CurrentSession
    } catch (error) {
      if (error instanceof Problem && error.status === 401) return null
      throw error
    }
  },
  staleTime: 60_000,
})

export const aboutQuery = queryOptions<About, Problem>({
  queryKey: ['web.about'],
  queryFn: async ({ signal }) => {
    const response = await request('/api/v1/about', { signal, quiet401: true, headers: languageHeader() })
    const about = (await response.json()) as About
    // the router waits for this answer before the first page
    setUnitZone(about.timeZone)
    return about
  },
  staleTime: 5 * 60_000,
})

/** The signed-in person. Inside the app and portal layouts it is always there. */
export function useMe(): CurrentSession | null {
  return useQuery(meQuery).data ?? null
}

/** `const can = useCan(); can('incident.assign')`. For one record, gate on its `abilities` instead. */
export function useCan(): (permission: string | readonly string[] | undefined) => boolean {
  const me = useMe()
  return (permission) => allows(me, permission)
}

/** Number of unread notifications; live events of the notify room refresh it. */
export const unreadQuery = queryOptions<number, Problem>({
  queryKey: ['notify.count'],
  queryFn: async ({ signal }) => {
    const response = await request('/api/v1/notifications/count', { signal, headers: languageHeader() })
    return ((await response.json()) as { unread: number }).unread
  },
  staleTime: 30_000,
  retry: false,
})

export function useAbout(): About | undefined {
  return useQuery(aboutQuery).data
}

/** True when the person has the permission, or one of several; no permission asked means everybody signed in. */
export function allows(
  me: CurrentSession | null,
  permission: string | readonly string[] | undefined,
): boolean {
  if (!me) return false
  if (permission === undefined || permission === 'signed-in' || permission === 'public') return true
  const wanted = typeof permission === 'string' ? [permission] : permission
  return wanted.some((key) => me.permissions.includes(key))
}

/** Ends the session on the server; the caller leaves for sign-in and then forgets what was read (`client.clear()`). */
export async function signOut(): Promise<void> {
  await request('/api/v1/session', { method: 'DELETE', quiet401: true, headers: languageHeader() })
}

export function languageHeader(): Record<string, string> {
  return { accept: 'application/json', 'accept-language': document.documentElement.lang }
}
