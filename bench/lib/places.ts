import pg from 'pg'

/** The id of a service of the sample city. */
export async function serviceForCode(url: string, code: string): Promise<string> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ id: string }>('select id from service where code = $1', [code])
    if (!rows[0]) throw new Error(`the sample city has no service ${code}`)
    return rows[0].id
  } finally {
    await client.end()
  }
}
