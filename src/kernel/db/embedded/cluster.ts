import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { clusterSettings, writeConfig } from './config.ts'
import { chooseEndpoint, urlOf, type Endpoint } from './endpoint.ts'
import { initialize, takeOwnership } from './initialize.ts'
import { fileFault, prepareLayout, type Layout } from './layout.ts'
import { readMarker, writeMarker } from './marker.ts'
import { findNative, type Native } from './native.ts'
import { endOrphans, findPostmaster, launch, removeSocket, shutDown, type Postmaster } from './postmaster.ts'
import type { ProcessId } from './process-id.ts'
import { waitReady } from './ready.ts'
import { bootstrap, DATABASE, OWNER_ROLE } from './roles.ts'
import { chooseRunAs, type RunAs } from './run-as.ts'
import { ensureSecrets, type Secrets } from './secrets.ts'
import { resetSuperuser } from './single-user.ts'
import { foreignData, versionOf, wrongVersion } from './version.ts'

/** What a process knows about the cluster that it uses. */
export interface Cluster {
  layout: Layout
  native: Native
  runAs: RunAs
  /** Version of the binaries, for example `18.4`. */
  version: string
  fsync: boolean
  settings: Record<string, string>
  log: (line: string) => void
}

/** A cluster that answers. */
export interface Running {
  id: ProcessId
  endpoint: Endpoint
  secrets: Secrets
  /** True when it ran before we came. */
  adopted: boolean
}

const FAST_STOP_MS = 20_000

/** Looks at the machine and DATA_DIR: binaries, user, folders. Starts nothing. */
export async function openCluster(
  dataDir: string,
  options: { fsync: boolean; settings: Record<string, string>; log: (line: string) => void },
): Promise<Cluster> {
  const layout = prepareLayout(dataDir)
  try {
    const native = findNative(path.join(layout.run, 'pg-lib'))
    const { runAs, version } = await chooseRunAs(native, layout.dataDir, layout.pg)
    return { layout, native, runAs, version: versionOf(version), ...options }
  } catch (error) {
    throw fileFault(layout.dataDir, error)
  }
}

/**
 * Brings the cluster up: makes it at the first start, adopts a running one, replaces one that does not answer, and
 * starts it otherwise. The caller holds the start lock.
 * @param alone no other living process uses the cluster, so that it may be restarted for new settings
 * @throws StartError with the reason
 */
export async function bringUp(cluster: Cluster, alone: boolean): Promise<Running> {
  const { layout, runAs } = cluster
  const existed = existsSync(path.join(layout.pg, 'PG_VERSION'))
  if (existed) refuseForeign(cluster)
  const { secrets, made } = ensureSecrets(layout.secrets)
  if (!existed) {
    cluster.log('PostgreSQL: making the cluster')
    await initialize(layout, cluster.native, runAs, { password: secrets.superuser, fsync: cluster.fsync })
  }
  const marker = readMarker(layout.pg, secrets)
  const lost = existed && (made.includes('superuser') || !marker.superuserFits)
  if (lost) await bringDown(cluster)
  const found = existed ? await adopt(cluster, secrets, alone) : undefined
  const running = found ?? (await start(cluster, secrets, lost))
  if (!marker.complete) {
    await bootstrap(
      urlOf(running.endpoint, 'postgres', secrets.superuser, 'postgres'),
      urlOf(running.endpoint, OWNER_ROLE, secrets.owner, DATABASE),
      secrets,
    )
    writeMarker(layout.pg, runAs, secrets)
  }
  return { ...running, secrets, adopted: found !== undefined }
}

/** Stops the cluster if it runs; the caller holds the start lock. */
export async function bringDown(cluster: Cluster): Promise<void> {
  const found = findPostmaster(cluster.layout)
  if (found) await shutDown(cluster.layout, found.id, FAST_STOP_MS)
}

/** A running postmaster that answers and fits; one that does not is stopped. */
async function adopt(cluster: Cluster, secrets: Secrets, alone: boolean): Promise<Postmaster | undefined> {
  const found = findPostmaster(cluster.layout)
  if (!found) return undefined
  const answer = await waitReady(cluster.layout, found.id, found.endpoint, secrets).catch(
    (error: Error) => error,
  )
  if (!(answer instanceof Error)) {
    if (!alone) return found
    const changed = await configure(cluster, found.endpoint)
    if (!changed && answer.version === cluster.version) return found
  }
  const why = answer instanceof Error ? answer.message : 'its version or settings are not ours'
  cluster.log(`PostgreSQL: replacing the running one (pid ${found.id.pid}): ${why}`)
  await shutDown(cluster.layout, found.id, FAST_STOP_MS)
  return undefined
}

async function start(cluster: Cluster, secrets: Secrets, lost: boolean): Promise<Postmaster> {
  const { layout, native, runAs } = cluster
  await endOrphans(layout)
  // one that died only now may be a zombie, whose number PostgreSQL would believe: looking again removes its file
  await bringDown(cluster)
  if (statSync(layout.pg).uid !== runAs.uid) takeOwnership(layout.pg, runAs)
  if (!existsSync(layout.log)) mkdirSync(layout.log, { mode: 0o700 })
  takeOwnership(layout.log, runAs)
  const endpoint = await chooseEndpoint(layout, runAs)
  await configure(cluster, endpoint)
  removeSocket(endpoint)
  if (lost) await resetSuperuser(layout, native, runAs, secrets.superuser)
  const id = await launch(layout, native, runAs)
  await waitReady(layout, id, endpoint, secrets)
  return { id, endpoint }
}

async function configure(cluster: Cluster, endpoint: Endpoint): Promise<boolean> {
  const { layout, runAs, fsync, settings } = cluster
  return writeConfig(layout.pg, runAs, clusterSettings(layout, endpoint, { fsync, settings }))
}

function refuseForeign(cluster: Cluster): void {
  const { layout, runAs } = cluster
  const owner = statSync(layout.pg).uid
  if (process.getuid!() !== 0 && owner !== runAs.uid) throw foreignData(layout.pg, owner)
  const data = readFileSync(path.join(layout.pg, 'PG_VERSION'), 'utf8').trim()
  if (data !== cluster.version.split('.')[0]) throw wrongVersion(layout.pg, data, cluster.version)
}
