import { BlockList, isIPv6 } from 'node:net'
import { Failure } from './failure.ts'

/** What probes may reach. Lists of networks such as `10.0.0.0/8`, `2001:db8::/32`, or single addresses. */
export interface ProbePolicy {
  /** only these, when there are any */
  allowNetworks: readonly string[]
  /** these never, allowed or not */
  denyNetworks: readonly string[]
  /** where plugins lie; nothing else is ever started */
  pluginFolders: readonly string[]
  /** below these, files may be looked at; none unless set */
  fileFolders: readonly string[]
}

const defaultPolicy: ProbePolicy = {
  allowNetworks: [],
  denyNetworks: [],
  pluginFolders: ['/usr/lib/nagios/plugins'],
  fileFolders: [],
}

interface Compiled extends ProbePolicy {
  allow: BlockList | undefined
  deny: BlockList | undefined
}

let current: Compiled = compile(defaultPolicy)

/** Sets what probes of this process may reach; what is left out is as by default. */
export function configureProbes(policy: {
  [Part in keyof ProbePolicy]?: ProbePolicy[Part] | undefined
}): void {
  const { allowNetworks, denyNetworks, pluginFolders, fileFolders } = defaultPolicy
  current = compile({
    allowNetworks: policy.allowNetworks ?? allowNetworks,
    denyNetworks: policy.denyNetworks ?? denyNetworks,
    pluginFolders: policy.pluginFolders ?? pluginFolders,
    fileFolders: policy.fileFolders ?? fileFolders,
  })
}

export function probePolicy(): ProbePolicy {
  return current
}

/** @throws Failure `denied` (unknown: nothing was asked) for an address that the settings keep probes from */
export function allowAddress(address: string): void {
  const family = isIPv6(address) ? 'ipv6' : 'ipv4'
  if (current.deny?.check(address, family) || (current.allow && !current.allow.check(address, family)))
    throw new Failure('denied', { address }, { state: 'unknown' })
}

function compile(policy: ProbePolicy): Compiled {
  return { ...policy, allow: listOf(policy.allowNetworks), deny: listOf(policy.denyNetworks) }
}

function listOf(networks: readonly string[]): BlockList | undefined {
  if (networks.length === 0) return undefined
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', bits] = network.split('/')
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    if (bits === undefined) list.addAddress(address, family)
    else list.addSubnet(address, Number(bits), family)
  }
  return list
}
