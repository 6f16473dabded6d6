/**
 * Formulas of indicators: numbers, keys of facts, `+ - * /`, parentheses, `min(…)` and `max(…)`. Pure; nothing is run but
 * this grammar. A key takes every letter, digit, dot and hyphen that follows, so a minus behind a key needs a space.
 */

export type Formula =
  | { kind: 'number'; value: number }
  | { kind: 'fact'; key: string }
  | { kind: 'negative'; of: Formula }
  | { kind: 'binary'; op: '+' | '-' | '*' | '/'; left: Formula; right: Formula }
  | { kind: 'call'; name: 'min' | 'max'; args: Formula[] }

/** What is wrong with a formula, and where (position from 1). */
export class FormulaError extends Error {
  readonly at: number
  readonly what: 'symbol' | 'end' | 'function' | 'deep'
  constructor(what: FormulaError['what'], at: number) {
    super(`formula: ${what} at ${at}`)
    this.what = what
    this.at = at
  }
}

interface Token {
  text: string
  at: number
}

/** Deepest nesting; nobody writes more, and the parser must not run out of stack. */
const deepest = 50
const pattern = /\s*(?:(\d+(?:\.\d+)?)|([a-z][a-z0-9-]*(?:\.[a-z0-9-]+)*)|([-+*/(),]))/y

function tokensOf(text: string): Token[] {
  const out: Token[] = []
  const trimmed = text.trimEnd()
  pattern.lastIndex = 0
  while (pattern.lastIndex < trimmed.length) {
    const from = pattern.lastIndex
    const found = pattern.exec(trimmed)
    if (!found)
      throw new FormulaError('symbol', from + 1 + (/^\s*/.exec(trimmed.slice(from))?.[0].length ?? 0))
    const token = (found[1] ?? found[2] ?? found[3])!
    out.push({ text: token, at: pattern.lastIndex - token.length + 1 })
  }
  return out
}

/** Reads a formula. @throws FormulaError naming the place */
export function parseFormula(text: string): Formula {
  const tokens = tokensOf(text)
  let next = 0
  let depth = 0
  const peek = () => tokens[next]?.text
  const fail = (): never => {
    const token = tokens[next]
    throw token ? new FormulaError('symbol', token.at) : new FormulaError('end', text.trimEnd().length + 1)
  }
  const take = (wanted: string) => (peek() === wanted ? void next++ : fail())

  const sum = (): Formula => chain(['+', '-'], () => chain(['*', '/'], unary))
  const chain = (ops: readonly string[], part: () => Formula): Formula => {
    let left = part()
    while (ops.includes(peek() ?? '')) {
      const op = tokens[next++]!.text as '+'
      left = { kind: 'binary', op, left, right: part() }
    }
    return left
  }
  const unary = (): Formula => {
    if (++depth > deepest) throw new FormulaError('deep', tokens[next]?.at ?? text.length)
    try {
      if (peek() !== '-') return primary()
      next++
      return { kind: 'negative', of: unary() }
    } finally {
      depth--
    }
  }
  const primary = (): Formula => {
    const token = tokens[next] ?? fail()
    if (/^\d/.test(token.text)) return (next++, { kind: 'number', value: Number(token.text) })
    if (token.text === '(') {
      next++
      const inner = sum()
      take(')')
      return inner
    }
    if (!/^[a-z]/.test(token.text)) fail()
    next++
    if (peek() !== '(') return token.text.includes('.') ? { kind: 'fact', key: token.text } : unknown(token)
    if (token.text !== 'min' && token.text !== 'max') return unknown(token)
    next++
    const args = [sum()]
    while (peek() === ',') args.push((next++, sum()))
    take(')')
    return { kind: 'call', name: token.text, args }
  }
  const unknown = (token: Token): never => {
    throw new FormulaError('function', token.at)
  }
  const all = sum()
  if (next < tokens.length) fail()
  return all
}

/** Keys of the facts of a formula, each once, in their order. */
export function factsOf(formula: Formula): string[] {
  const out = new Set<string>()
  const walk = (one: Formula): void => {
    if (one.kind === 'fact') out.add(one.key)
    else if (one.kind === 'negative') walk(one.of)
    else if (one.kind === 'binary') [one.left, one.right].forEach(walk)
    else if (one.kind === 'call') one.args.forEach(walk)
  }
  walk(formula)
  return [...out]
}

/** What a formula gives with the figures; null where a figure is missing, something is divided by nothing, or it overflows. */
export function evaluateFormula(
  formula: Formula,
  figures: ReadonlyMap<string, number | null>,
): number | null {
  const value = evaluate(formula, figures)
  return value === null || !Number.isFinite(value) ? null : value
}

function evaluate(one: Formula, figures: ReadonlyMap<string, number | null>): number | null {
  switch (one.kind) {
    case 'number':
      return one.value
    case 'fact':
      return figures.get(one.key) ?? null
    case 'negative': {
      const of = evaluate(one.of, figures)
      return of === null ? null : -of
    }
    case 'binary': {
      const [left, right] = [evaluate(one.left, figures), evaluate(one.right, figures)]
      return left === null || right === null ? null : operate(one.op, left, right)
    }
    case 'call': {
      const args = one.args.map((arg) => evaluate(arg, figures))
      if (args.some((arg) => arg === null)) return null
      return Math[one.name](...(args as number[]))
    }
  }
}

function operate(op: '+' | '-' | '*' | '/', left: number, right: number): number | null {
  if (op === '+') return left + right
  if (op === '-') return left - right
  if (op === '*') return left * right
  return right === 0 ? null : left / right
}
