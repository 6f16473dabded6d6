import type { Settings } from '../settings/env.ts'
import { openEntryCodes } from './entry-mac.ts'
import { sealPlaces, type SealPlaces } from './seal.ts'

let places: SealPlaces | undefined

/**
 * Tells this process where audit keys and seal heads lie, and lets its entries carry their code. Every process that
 * writes audit entries calls it once, before the first one: server, worker, commands.
 */
export async function openAudit(
  settings: Pick<Settings, 'dataDir' | 'auditHeadFile' | 'syslogUrl'>,
): Promise<SealPlaces> {
  places = sealPlaces(settings)
  await openEntryCodes(places.keys)
  return places
}

/** Where keys and heads lie. @throws when openAudit has not been called: a fault of the program, not of a caller */
export function auditPlaces(): SealPlaces {
  if (!places) throw new Error('openAudit has not been called in this process')
  return places
}
