interface Operation {
  operationId: string
  summary: string
  tags: string[]
  'x-permission': string
  parameters?: { name: string; in: string; required?: boolean; schema: unknown }[]
  requestBody?: { content: Record<string, { schema: unknown }> }
  responses: Record<string, { content?: Record<string, { schema?: unknown }> }>
}

const escapes: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const html = (text: string): string => text.replace(/[&<>"']/g, (c) => escapes[c]!)

/** A readable reference of the API from its OpenAPI document: one static page, no script. */
export function apiReference(document: { paths: Record<string, Record<string, Operation>> }): string {
  const rooms = new Map<string, string[]>()
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const room = operation.tags[0] ?? 'other'
      rooms.set(room, [...(rooms.get(room) ?? []), section(method.toUpperCase(), path, operation)])
    }
  }
  const names = [...rooms.keys()].sort()
  return `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Zhengyun 政运 API</title><style>${style}</style>
<nav>${names.map((n) => `<a href="#${html(n)}">${html(n)}</a>`).join('')}</nav>
<main><h1>Zhengyun 政运 API</h1>
<p>${html(intro)}</p><p><a href="/openapi.json">openapi.json</a></p>
${names.map((n) => `<h2 id="${html(n)}">${html(n)}</h2>${rooms.get(n)!.join('')}`).join('')}</main></html>`
}

function section(method: string, path: string, o: Operation): string {
  const params = (o.parameters ?? []).map(
    (p) =>
      `<tr><td><code>${html(p.name)}</code>${p.required ? ' *' : ''}<td>${html(p.in)}<td><code>${html(brief(p.schema))}</code>`,
  )
  const body = Object.values(o.requestBody?.content ?? {})[0]?.schema
  const [status, answer] = Object.entries(o.responses)[0] ?? ['200', {}]
  const schema = Object.values(answer.content ?? {})[0]?.schema
  return `<details id="${html(o.operationId)}"><summary><b class="${method}">${method}</b> <code>${html(path)}</code>
<span>${html(o.summary)}</span></summary><p>permission: <code>${html(o['x-permission'])}</code></p>
${params.length > 0 ? `<table><tr><th>parameter<th>in<th>schema${params.join('')}</table>` : ''}
${body ? `<h4>body</h4><pre>${html(JSON.stringify(body, null, 2))}</pre>` : ''}
${schema ? `<h4>${html(status)}</h4><pre>${html(JSON.stringify(schema, null, 2))}</pre>` : ''}</details>`
}

function brief(schema: unknown): string {
  const { type, enum: values, format, ...rest } = schema as Record<string, unknown>
  if (Array.isArray(values)) return values.join(' | ')
  return [type, format, ...Object.entries(rest).map(([k, v]) => `${k}: ${JSON.stringify(v)}`)]
    .filter(Boolean)
    .join(', ')
}

const intro =
  '登录：会话 Cookie 或 Authorization: Bearer <令牌>。列表按游标分页（limit, cursor），修改带 If-Match，创建可带 Idempotency-Key，' +
  '错误为 RFC 9457 问题文档。 Sign in by session cookie or bearer token; lists are keyset-paginated, updates carry If-Match, ' +
  'creations may carry Idempotency-Key, errors are RFC 9457 problem documents with a stable code.'

const style = `body{margin:0;font:14px/1.6 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif;color:#1f2937;display:flex}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:16px;min-width:140px;border-right:1px solid #e5e7eb;box-sizing:border-box}
nav a{display:block;color:#0b3d91;text-decoration:none;padding:2px 0}main{padding:16px 32px;max-width:960px;flex:1;min-width:0}
details{border:1px solid #e5e7eb;border-radius:6px;margin:8px 0;padding:6px 12px}summary{cursor:pointer}summary span{color:#4b5563;margin-left:8px}
b{display:inline-block;min-width:56px}.GET{color:#0b6e4f}.POST{color:#0b3d91}.PUT,.PATCH{color:#92400e}.DELETE{color:#b91c1c}
table{border-collapse:collapse}td,th{border:1px solid #e5e7eb;padding:2px 8px;text-align:left;font-weight:normal}
pre{background:#f8fafc;padding:12px;overflow:auto;max-height:360px;font-size:12px}`
