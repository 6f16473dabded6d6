import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mergeProblem } from './merge-rules.ts'

const ref = (ids: readonly string[]) => fc.constantFrom(...ids).map((id) => ({ id, name: id }))
const side = fc.record({
  id: fc.constantFrom('a', 'b', 'c'),
  open: fc.boolean(),
  org: ref(['o1', 'o2']),
  requester: fc.option(ref(['p1', 'p2'])),
  callerName: fc.option(fc.constantFrom('王', '李')),
  callerPhone: fc.option(fc.constantFrom('138 0000', '1380000', '139')),
  alertKey: fc.option(fc.constant('k')),
  duplicateOf: fc.option(fc.constant({ id: 'd', number: 'd', title: 'd' })),
})

describe('mergeProblem', () => {
  it('lets words go only where the same person and unit could read them', () => {
    fc.assert(
      fc.property(side, side, (source, target) => {
        if (mergeProblem(source, target) !== undefined) return
        expect(source.id).not.toBe(target.id)
        expect([source.open, target.open, target.duplicateOf, source.alertKey]).toEqual([
          true,
          true,
          null,
          null,
        ])
        expect(source.org.id).toBe(target.org.id)
        expect(source.requester?.id ?? null).toBe(target.requester?.id ?? null)
      }),
    )
  })

  it('does not depend on the direction where both sides are alike', () => {
    fc.assert(
      fc.property(side, side, (a, b) => {
        const plain = { alertKey: null, duplicateOf: null }
        expect(mergeProblem({ ...a, ...plain }, { ...b, ...plain })).toBe(
          mergeProblem({ ...b, ...plain }, { ...a, ...plain }),
        )
      }),
    )
  })

  it('takes the same telephone for the same caller, however it was written', () => {
    const one = {
      open: true,
      org: { id: 'o', name: 'o' },
      requester: null,
      alertKey: null,
      duplicateOf: null,
    }
    const a = { ...one, id: 'a', callerName: '王', callerPhone: '138 0000-1' }
    const b = { ...one, id: 'b', callerName: '王某', callerPhone: '13800001' }
    expect(mergeProblem(a, b)).toBeUndefined()
    expect(mergeProblem(a, { ...b, callerPhone: '139' })).toBe('merge_other_reporter')
  })
})
