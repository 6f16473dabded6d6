import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { CurrentSession } from '../session.tsx'

/** The session ended behind the page's back (revoked, expired): to sign-in, and back here afterwards. */
export function useLeaveWhenEnded(me: CurrentSession | null): void {
  const navigate = useNavigate()
  const { href, pathname } = useLocation()
  // The layout stays on screen, with the new address, while the sign-in page is being loaded.
  const left = useRef(false)
  useEffect(() => {
    if (me !== null || left.current || pathname === '/sign-in') return
    left.current = true
    void navigate({ to: '/sign-in', search: { return: href } as never })
  }, [me, href, pathname, navigate])
}
