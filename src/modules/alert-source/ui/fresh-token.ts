/** The token of a source that was made or renewed just now: shown once, kept nowhere but here until the page goes. */
let fresh: { id: string; token: string } | null = null

export function keepToken(id: string, token: string | null): void {
  fresh = token === null ? null : { id, token }
}

export function freshToken(id: string): string | null {
  return fresh?.id === id ? fresh.token : null
}

/** Where a sender with this token sends to. */
export const addressOf = (token: string): string => `${window.location.origin}/api/v1/intake/hooks/${token}`
