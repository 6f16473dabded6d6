import type { CallInput, CallOutput, EndpointDef } from '#kernel/http/endpoint.ts'

/** An answer of our own API that is not 2xx, with the code of its problem document. */
export class Refused extends Error {
  readonly status: number
  readonly code: string

  constructor(endpoint: string, status: number, problem: { code?: string; detail?: string }) {
    super(`${endpoint}: ${status} ${problem.code ?? ''} ${problem.detail ?? ''}`.trim())
    this.status = status
    this.code = problem.code ?? ''
  }
}

export type Language = 'zh-CN' | 'en'

/** Somebody who acts through the API, over HTTP, with a token. */
export class Client {
  readonly #base: string
  readonly #token: string
  readonly #signal: AbortSignal

  constructor(base: string, token: string, signal: AbortSignal) {
    this.#base = base
    this.#token = token
    this.#signal = signal
  }

  /** Calls an endpoint of a contract. @throws Refused for an answer that is not 2xx */
  async call<E extends EndpointDef>(
    endpoint: E,
    input: CallInput<E>,
    language: Language = 'zh-CN',
  ): Promise<CallOutput<E>> {
    const response = await this.#send(endpoint, { ...(input as Record<string, unknown>) }, language)
    return (await response.json()) as CallOutput<E>
  }

  /** Size in bytes of a download. @throws Refused */
  async sizeOf<E extends EndpointDef>(endpoint: E, input: CallInput<E>): Promise<number> {
    const response = await this.#send(endpoint, { ...(input as Record<string, unknown>) }, 'zh-CN')
    return (await response.arrayBuffer()).byteLength
  }

  /** POSTs JSON as it is: what a machine that knows no contract does. @throws Refused */
  async post(path: string, body: object): Promise<void> {
    const response = await this.#fetch(path, 'POST', { 'content-type': 'application/json' }, body)
    await accepted(path, response)
    await response.body?.cancel()
  }

  async #send(endpoint: EndpointDef, input: Record<string, unknown>, language: Language): Promise<Response> {
    const path = endpoint.path.replace(/\{(\w+)\}/g, (_all, name: string) => {
      const value = String(input[name])
      delete input[name]
      return encodeURIComponent(value)
    })
    const headers: Record<string, string> = { 'accept-language': language }
    if (endpoint.ifMatch) headers['if-match'] = `"${String(input['version'])}"`
    if (endpoint.ifMatch) delete input['version']
    const reads = endpoint.method === 'GET'
    const query = reads ? `?${new URLSearchParams(input as Record<string, string>).toString()}` : ''
    const body = !reads && endpoint.body ? input : undefined
    if (body) headers['content-type'] = 'application/json'
    const response = await this.#fetch(`${path}${query}`, endpoint.method, headers, body)
    return accepted(endpoint.name, response)
  }

  #fetch(path: string, method: string, headers: Record<string, string>, body?: object): Promise<Response> {
    return fetch(`${this.#base}/api/v1${path}`, {
      method,
      headers: { ...headers, authorization: `Bearer ${this.#token}` },
      body: body ? JSON.stringify(body) : null,
      signal: AbortSignal.any([this.#signal, AbortSignal.timeout(20_000)]),
    })
  }
}

async function accepted(what: string, response: Response): Promise<Response> {
  if (response.ok) return response
  const text = await response.text()
  const isProblem = response.headers.get('content-type')?.includes('json') ?? false
  throw new Refused(what, response.status, isProblem ? (JSON.parse(text) as object) : { detail: text })
}
