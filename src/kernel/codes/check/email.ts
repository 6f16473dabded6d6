import { bad, good, plain, type Checked } from './plain.ts'

const ATOM = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/
const LABEL = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/

/** An e-mail address (RFC 5321 without quoted parts); the domain in lower case, the rest as written, for case may matter there. */
export function parseEmail(text: string): Checked {
  const address = plain(text)
  const at = address.lastIndexOf('@')
  if (at < 1 || address.length > 254) return bad('email_shape')
  const [local, domain] = [address.slice(0, at), address.slice(at + 1).toLowerCase()]
  const labels = domain.split('.')
  if (local.length > 64 || !ATOM.test(local)) return bad('email_local')
  if (labels.length < 2 || !labels.every((one) => LABEL.test(one)) || /^\d+$/.test(labels.at(-1)!))
    return bad('email_domain')
  return good(`${local}@${domain}`)
}
