import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Body, bodyFromText, bodyLines, picturesOf, type DocNode } from './body-contract.ts'
import { compareLines, type Row } from './ui/compare.ts'

const line = fc.string({ unit: 'grapheme', maxLength: 30 }).map((s) => s.replace(/\s+/g, ' ').trim())

describe('a body', () => {
  it('of any JSON is refused or comes out as something that is accepted again, unchanged', () => {
    const node = fc.letrec((tie) => ({
      node: fc.record(
        {
          type: fc.constantFrom(
            'doc',
            'paragraph',
            'text',
            'table',
            'tableRow',
            'tableCell',
            'image',
            'listItem',
            '__proto__',
          ),
          text: fc.string(),
          attrs: fc.dictionary(
            fc.constantFrom('fileId', 'level', 'href', 'colspan', 'onclick'),
            fc.jsonValue(),
          ),
          marks: fc.array(fc.record({ type: fc.constantFrom('bold', 'link', 'evil') }), { maxLength: 2 }),
          content: fc.array(tie('node'), { maxLength: 3 }),
        },
        { requiredKeys: ['type'] },
      ),
    })).node
    fc.assert(
      fc.property(fc.oneof(node, fc.dictionary(fc.string(), fc.jsonValue())), (raw) => {
        const first = Body.safeParse(raw)
        if (!first.success) return
        expect(Body.parse(structuredClone(first.data))).toEqual(first.data)
        expect(JSON.stringify(first.data)).not.toContain('onclick')
      }),
    )
  })

  it('made of plain text keeps its words and passes the check', () => {
    fc.assert(
      fc.property(fc.array(line, { maxLength: 8 }), (lines) => {
        const body = bodyFromText(lines.join('\n'))
        const kept = Body.safeParse(structuredClone(body))
        expect(kept.success).toBe(true)
        expect(picturesOf(body)).toEqual([])
        const words = (text: string) => text.replace(/^(## |-\s*|\d{1,3}[.、]\s*)/, '').replace(/\s/g, '')
        expect(bodyLines(body).map(words)).toEqual(bodyLines(kept.data as DocNode).map(words))
      }),
    )
  })

  it('nested beyond reason is refused with its place, not with a broken stack', () => {
    let deep: DocNode = { type: 'paragraph' }
    for (let i = 0; i < 5000; i++) deep = { type: 'blockquote', content: [deep] }
    const result = Body.safeParse({ type: 'doc', content: [deep] })
    expect(result.error?.issues[0]?.message).toBe('knowledge:error.too_deep')
  })
})

describe('the comparison', () => {
  /** What one side said, from the rows; `undefined` where lines were left out. */
  const side = (rows: Row[], how: 'added' | 'removed') =>
    rows.flatMap((row) =>
      row.kind === 'skipped'
        ? []
        : [
            row.pieces
              .filter((p) => p.how === 'same' || p.how === how)
              .map((p) => p.text)
              .join(''),
          ],
    )

  it('shows every changed line of both sides, and leaves out only what is the same', () => {
    const lines = fc.array(fc.constantFrom('先看指示灯', '再换网线', '重启光猫', '报告故障', '看红灯'), {
      maxLength: 12,
    })
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const rows = compareLines(before, after)
        const changed = rows.some((row) => row.kind === 'changed')
        expect(changed).toBe(before.join('\n') !== after.join('\n'))
        const gone = rows.reduce((sum, row) => sum + (row.kind === 'skipped' ? row.lines : 0), 0)
        const told = side(rows, 'added').filter((text) => text.trim() !== '')
        expect(told.length + gone).toBe(after.length)
      }),
    )
  })
})
