import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { stillNamed, triggerAt } from './trigger.ts'

const at = (text: string, signs = '/@') => triggerAt(text, text.length, signs)

describe('triggerAt', () => {
  it('finds a sign that begins a word', () => {
    expect(at('/')).toEqual({ sign: '/', q: '', from: 0, to: 1 })
    expect(at('您好\n/受理')).toEqual({ sign: '/', q: '受理', from: 3, to: 6 })
    expect(at('请@吴强')).toEqual({ sign: '@', q: '吴强', from: 1, to: 4 })
  })

  it('takes dates, paths and addresses for what they are', () => {
    for (const text of ['11/22', 'http://a', '/etc/passwd', 'a@b.cn', '/受理 ', '@吴强 ', ''])
      expect(at(text), text).toBeNull()
    expect(at('/x', '@')).toBeNull()
  })

  it('spans exactly the sign and what was typed behind it', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('/', '@'),
        fc.stringMatching(/^[a-z受理]{0,8}$/),
        (head, sign, q) => {
          const text = `${head} ${sign}${q}`
          expect(at(text)).toEqual({ sign, q, from: text.length - q.length - 1, to: text.length })
        },
      ),
    )
  })
})

it('a mention that was deleted from the text is none', () => {
  const people = [{ name: '吴强' }, { name: '李敏' }]
  expect(stillNamed('@李敏 请看', people)).toEqual([{ name: '李敏' }])
})
