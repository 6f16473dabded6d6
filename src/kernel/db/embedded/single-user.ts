import { startFault } from './ready.ts'
import type { Layout } from './layout.ts'
import type { Native } from './native.ts'
import { capture, type RunAs } from './run-as.ts'

/**
 * Sets the superuser's password without knowing the old one, when its secret file is lost: PostgreSQL's
 * single-user mode asks for none, because who may write the files may do anything. The cluster must be stopped.
 */
export async function resetSuperuser(
  layout: Layout,
  native: Native,
  runAs: RunAs,
  password: string,
): Promise<void> {
  const child = runAs.spawn(
    native.postgres,
    ['--single', '-D', layout.pg, '-c', 'logging_collector=off', 'postgres'],
    {
      env: native.env,
      cwd: '/',
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  )
  const ended = capture(child)
  // base64url needs no quoting
  child.stdin?.end(`alter role postgres password '${password}'\n`)
  const result = await ended
  if (result.code !== 0 || /ERROR|FATAL/.test(result.stderr)) throw startFault(layout, result.stderr)
}
