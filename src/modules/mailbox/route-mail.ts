import type { Tx } from '#kernel/db/index.ts'

/** A mail that was read, before it is settled. */
export interface RoutedMail {
  mailboxId: string
  mailId: string
  /** address, lower case */
  from: string
  fromName: string
  subject: string
  /** its words, without markup */
  text: string
}

type MailRoute = (tx: Tx, mail: RoutedMail) => Promise<string | undefined>

const routes = new Map<string, MailRoute>()

/**
 * Lets another room take mails instead of a ticket, in the transaction that settles them: alerts that come by mail. It
 * answers who took it (a name that the mail's row keeps), or undefined for a mail that goes its usual way. Bounces,
 * loops and answers of people who take part in a ticket are not asked about.
 */
export function registerMailRoute(room: string, route: MailRoute): void {
  routes.set(room, route)
}

/** @returns who took the mail; undefined: nobody */
export async function routed(tx: Tx, mail: RoutedMail): Promise<string | undefined> {
  for (const route of routes.values()) {
    const taker = await route(tx, mail)
    if (taker !== undefined) return taker
  }
  return undefined
}
