import { isIP } from 'node:net'
import { z } from 'zod'

const entries = (text: string): string[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')

function isNetwork(text: string): boolean {
  const [address = '', bits, more] = text.split('/')
  const family = isIP(address)
  if (family === 0 || more !== undefined) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

/** `10.0.0.0/8, 2001:db8::/32, 192.0.2.7` */
export const networks = z
  .string()
  .transform(entries)
  .refine((list) => list.length > 0 && list.every(isNetwork))

/** `/var/backups, /srv/export` */
export const folders = z
  .string()
  .transform(entries)
  .refine((list) => list.length > 0 && list.every((one) => one.startsWith('/') && !one.includes('\0')))
