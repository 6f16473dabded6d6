import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import type { CurrentSession } from '../session.tsx'

/** The session ended behind the page's back (revoked, expired): to sign-in, and back here afterwards. */
export function useLeaveWhenEnded(me: CurrentSession | null): void {
  const navigate = useNavigate()
  const { href } = useLocation()
  useEffect(() => {
    if (me === null) void navigate({ to: '/sign-in', search: { return: href } as never })
  }, [me, href, navigate])
}
