import { Secret, TOTP } from 'otpauth'
import QRCode from 'qrcode'

const period = 30

function totp(secret: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Zhengyun',
    label,
    algorithm: 'SHA1', // what every authenticator app speaks (RFC 6238 default)
    digits: 6,
    period,
    secret: Secret.fromBase32(secret),
  })
}

/** A new secret of 160 bits in base32. */
export function newTotpSecret(): string {
  return new Secret({ size: 20 }).base32
}

/**
 * The time step that a code belongs to, within one step before and after now; null for a wrong code and for a
 * step that is not newer than `lastStep`: a code is good once, and older ones are not good any more.
 * @param now milliseconds
 */
export function acceptedStep(
  secret: string,
  code: string,
  lastStep: number | null,
  now: number = Date.now(),
): number | null {
  const delta = totp(secret, '').validate({ token: code, window: 1, timestamp: now })
  if (delta === null) return null
  const step = Math.floor(now / 1000 / period) + delta
  return lastStep !== null && step <= lastStep ? null : step
}

/** The code of now: for tests and for the demo's own checks. */
export function codeOf(secret: string, now: number = Date.now()): string {
  return totp(secret, '').generate({ timestamp: now })
}

/** Secret, address and picture for an authenticator app. */
export async function enrolment(
  secret: string,
  login: string,
): Promise<{ secret: string; uri: string; qrSvg: string }> {
  const uri = totp(secret, login).toString()
  const qrSvg = await QRCode.toString(uri, { type: 'svg', margin: 2, errorCorrectionLevel: 'M' })
  return { secret, uri, qrSvg }
}
