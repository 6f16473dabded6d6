import { StartError } from '#kernel/settings/start-error.ts'

/** `postgres (PostgreSQL) 18.4` → `18.4`. */
export function versionOf(line: string): string {
  const match = /\b(\d+(?:\.\d+|beta\d+|rc\d+)?)/.exec(line)
  if (!match) throw new Error(`not a PostgreSQL version: ${line}`)
  return match[1]!
}

/** The line for a cluster of another major version; PostgreSQL reads only its own. */
export function wrongVersion(folder: string, data: string, ours: string): StartError {
  const major = ours.split('.')[0]!
  if (Number(data) > Number(major))
    return new StartError(
      'DATA_VERSION',
      'DATA_DIR',
      `${folder} 由更新的 PostgreSQL ${data} 建立，本程序自带 ${major}，请使用更新的程序版本`,
      `${folder} was made by a newer PostgreSQL ${data} and this program carries ${major}; use a newer program`,
    )
  return new StartError(
    'DATA_VERSION',
    'DATA_DIR',
    `${folder} 由较旧的 PostgreSQL ${data} 建立，本程序自带 ${major}，请先按 docs/operations.md 升级数据`,
    `${folder} was made by an older PostgreSQL ${data} and this program carries ${major}; upgrade the data first, see docs/operations.md`,
  )
}

/** The line for a cluster that belongs to somebody else. */
export function foreignData(folder: string, owner: number): StartError {
  return new StartError(
    'DATA_DIR',
    'DATA_DIR',
    `${folder} 属于用户 ${owner}，请以该用户（或 root）启动`,
    `${folder} belongs to user ${owner}; start as that user or as root`,
  )
}
