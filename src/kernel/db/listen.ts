import pg from 'pg'

const RETRY_MS = 1000

/**
 * Keeps one LISTEN connection open, connecting again for as long as nobody stops it. What is sent while it is
 * disconnected is not heard: listeners must not depend on hearing everything.
 * @param channel a name of our own, never input
 * @returns the way to stop
 */
export function listen(url: string, channel: string, heard: (payload: string) => void): () => Promise<void> {
  let client: pg.Client | undefined
  let stopped = false
  let again: NodeJS.Timeout | undefined
  const connect = async (): Promise<void> => {
    client = new pg.Client({ connectionString: url, application_name: 'zhengyun live' })
    client.on('error', retry)
    client.on('end', retry)
    client.on('notification', (n) => heard(n.payload ?? ''))
    await client.connect()
    await client.query(`listen ${pg.escapeIdentifier(channel)}`)
  }
  const retry = (): void => {
    if (stopped || again) return
    again = setTimeout(() => {
      again = undefined
      connect().catch(retry)
    }, RETRY_MS)
  }
  connect().catch(retry)
  return async () => {
    stopped = true
    clearTimeout(again)
    // an end that fails is the end of a connection that is gone already
    await client?.end().catch(() => undefined)
  }
}
