import { createHash } from 'node:crypto'
import { accessSync, chmodSync, constants, existsSync, mkdirSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { StartError } from '#kernel/settings/start-error.ts'

/** Where things lie in a DATA_DIR. All paths are absolute and free of symbolic links. */
export interface Layout {
  dataDir: string
  /** The cluster. */
  pg: string
  /** A cluster being made; renamed to `pg` when complete, so that a killed first start leaves no half one. */
  pgNew: string
  secrets: string
  /** PostgreSQL's own log, one file per weekday. */
  log: string
  /** What PostgreSQL says before its log is open. */
  startLog: string
  run: string
  /** One file per process that uses the cluster; the last to leave stops it. */
  users: string
  startLock: string
  serverLock: string
  /** Names this cluster in process titles and socket paths. */
  name: string
}

/**
 * Makes the folders of a DATA_DIR that belong to the server's user.
 * @throws StartError DATA_DIR when it cannot be made or written
 */
export function prepareLayout(dataDirSetting: string): Layout {
  try {
    if (!existsSync(dataDirSetting)) {
      mkdirSync(dataDirSetting, { recursive: true })
      // PostgreSQL may run as another user and must be able to pass, not to look
      chmodSync(dataDirSetting, 0o711)
    }
    const dataDir = realpathSync(dataDirSetting)
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK)
    const layout = layoutOf(dataDir)
    makeFolder(layout.secrets, 0o700)
    makeFolder(path.dirname(layout.log), 0o711)
    makeFolder(layout.run, 0o711)
    makeFolder(layout.users, 0o700)
    return layout
  } catch (error) {
    throw dataDirError(dataDirSetting, error as NodeJS.ErrnoException)
  }
}

/** The places in a DATA_DIR whose real path is known; touches nothing. */
export function layoutOf(dataDir: string): Layout {
  const at = (...parts: string[]) => path.join(dataDir, ...parts)
  return {
    dataDir,
    pg: at('pg'),
    pgNew: at('pg.new'),
    secrets: at('secrets'),
    log: at('log', 'postgresql'),
    startLog: at('log', 'postgresql-start.log'),
    run: at('run'),
    users: at('run', 'users'),
    startLock: at('run', 'pg.lock'),
    serverLock: at('server.lock'),
    name: `zy-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`,
  }
}

function makeFolder(folder: string, mode: number): void {
  if (existsSync(folder)) accessSync(folder, constants.W_OK | constants.X_OK)
  else {
    mkdirSync(folder)
    chmodSync(folder, mode)
  }
}

/** Turns a file system fault below DATA_DIR into the line an operator needs. */
export function dataDirError(dataDir: string, error: NodeJS.ErrnoException): StartError {
  if (error instanceof StartError) return error
  const cause = { cause: error }
  if (error.code === 'ENOSPC' || error.code === 'EDQUOT') return diskFull(dataDir, error)
  return new StartError(
    'DATA_DIR',
    'DATA_DIR',
    `目录 ${dataDir} 不可用（${error.code ?? error.message}），请检查路径、属主和权限`,
    `folder ${dataDir} cannot be used (${error.code ?? error.message}); check its path, owner and permissions`,
    cause,
  )
}

/** Gives a fault of the file system its line; everything else, a missing program too, stays what it is. */
export function fileFault(dataDir: string, error: unknown): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (!code || !syscall || code === 'ENOENT' || syscall.startsWith('spawn')) return error
  return dataDirError(dataDir, error as NodeJS.ErrnoException)
}

/** The line for a full disk or an exhausted quota below `dataDir`. */
export function diskFull(dataDir: string, cause?: unknown): StartError {
  return new StartError(
    'DISK_FULL',
    'DATA_DIR',
    `${dataDir} 所在磁盘已满，请清理或扩容后重新启动`,
    `the disk that holds ${dataDir} is full; free some space and start again`,
    { cause },
  )
}
