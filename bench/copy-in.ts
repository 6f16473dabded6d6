import type pg from 'pg'

interface Connection {
  query: (text: string) => void
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
  sendCopyFail: (message: string) => void
  stream: NodeJS.WritableStream
}

/**
 * `COPY … FROM STDIN` in text format through the ordinary client, row by row from a generator, with back-pressure.
 * @param lines complete lines without their line end, already escaped (see `copyText`)
 */
export async function copyIn(client: pg.Client, statement: string, lines: Iterable<string>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const noRow = (): void => undefined
    const query = {
      submit: (connection: Connection) => connection.query(statement),
      handleCopyInResponse: (connection: Connection) => {
        send(connection, lines).catch((error: Error) => connection.sendCopyFail(error.message))
      },
      handleError: reject,
      handleReadyForQuery: () => resolve(),
      handleCommandComplete: noRow,
      handleRowDescription: noRow,
      handleDataRow: noRow,
      handleEmptyQuery: noRow,
      handlePortalSuspended: noRow,
    }
    client.query(query as unknown as pg.Submittable)
  })
}

async function send(connection: Connection, lines: Iterable<string>): Promise<void> {
  let parts: string[] = []
  let size = 0
  for (const line of lines) {
    parts.push(line)
    size += line.length
    if (size < 1 << 20) continue
    connection.sendCopyFromChunk(Buffer.from(`${parts.join('\n')}\n`))
    parts = []
    size = 0
    if ((connection.stream as unknown as { writableNeedDrain: boolean }).writableNeedDrain)
      await new Promise((resolve) => connection.stream.once('drain', resolve))
  }
  if (parts.length > 0) connection.sendCopyFromChunk(Buffer.from(`${parts.join('\n')}\n`))
  connection.endCopyFrom()
}

/** A value in COPY's text format. */
export function copyText(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
}
