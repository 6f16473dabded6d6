import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  defaultAnswers,
  evaluateForm,
  isEmail,
  isIp,
  isMac,
  isPhone,
  shownAnswers,
} from './evaluate-contract.ts'
import { FormDefinition, fieldTypes, type Answers, type Field } from './form-contract.ts'
import { ItemDefinition } from './item-contract.ts'
import { accessItems } from './shipped/access.ts'
import { serviceItems } from './shipped/services.ts'

const today = '2026-11-21'
const values = ['a', 'b', 'c'] as const

/** Forms in which choices, several choices and yes-or-no decide about fields behind them. */
const form: fc.Arbitrary<FormDefinition> = fc
  .array(
    fc.record({
      type: fc.constantFrom(...fieldTypes),
      required: fc.boolean(),
      shown: fc.option(fc.tuple(fc.nat(), fc.subarray([...values, 'yes', 'no'], { minLength: 1 }))),
      needed: fc.option(fc.tuple(fc.nat(), fc.subarray([...values, 'yes', 'no'], { minLength: 1 }))),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drafts) => {
    const fields: Field[] = []
    for (const [n, { type, required, shown, needed }] of drafts.entries()) {
      const deciders = fields.filter((one) => ['choice', 'multiple', 'yesno'].includes(one.type))
      const condition = (given: [number, string[]] | null) =>
        given && deciders.length > 0
          ? { field: deciders[given[0] % deciders.length]!.key, is: given[1] }
          : undefined
      const [shownWhen, requiredWhen] = [condition(shown), condition(needed)]
      fields.push({
        key: `f${n}`,
        type,
        required,
        label: `第${n}项`,
        labelEn: '',
        help: '',
        helpEn: '',
        ...(type === 'choice' || type === 'multiple'
          ? { options: values.map((value) => ({ value, label: value, labelEn: '' })) }
          : {}),
        ...(shownWhen ? { shownWhen } : {}),
        ...(requiredWhen ? { requiredWhen } : {}),
      })
    }
    return fields
  })

const id = '0197a3f0-0000-7000-8000-000000000001'
const answer = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'x', '2026-11-30', '10.0.0.1', '3C-52-82-0A-1B-2C', '65880101', 'a@b.cn', id),
  fc.integer(),
  fc.boolean(),
  fc.subarray(['a', 'b', 'c', id]),
  fc.constant({ from: '2026-11-22', to: '2026-11-24' }),
)
const answersOf = (fields: FormDefinition): fc.Arbitrary<Answers> =>
  fc.dictionary(fc.constantFrom(...fields.map((one) => one.key), 'stranger'), answer)
const filled = form.chain((fields) => fc.tuple(fc.constant(fields), answersOf(fields)))

describe('a form', () => {
  it('that the schema accepts, and shipped ones are among them', () => {
    fc.assert(fc.property(form, (fields) => FormDefinition.safeParse(fields).success))
    for (const item of [...accessItems, ...serviceItems])
      expect(ItemDefinition.safeParse(item.definition).error?.issues).toBeUndefined()
  })

  it('shows the same with the hidden answers and without them', () => {
    fc.assert(
      fc.property(filled, ([fields, answers]) => {
        const sent = shownAnswers(fields, answers, today)
        const shown = (given: Answers) =>
          evaluateForm(fields, given, today).fields.map((one) => [one.shown, one.required])
        expect(shown(sent)).toEqual(shown(answers))
        expect(shownAnswers(fields, sent, today)).toEqual(sent)
      }),
    )
  })

  it('accepts what a page sends exactly when the page shows no trouble', () => {
    fc.assert(
      fc.property(filled, ([fields, answers]) => {
        const page = evaluateForm(fields, answers, today)
        const troubled = page.fields.some((one) => one.shown && one.trouble !== null)
        const sent = evaluateForm(fields, shownAnswers(fields, answers, today), today)
        expect(sent.ok).toBe(!troubled)
        expect(sent.unknown).toEqual([])
      }),
    )
  })

  it('takes no answer to what it does not ask', () => {
    fc.assert(
      fc.property(filled, ([fields, answers]) => {
        const state = evaluateForm(fields, answers, today)
        const foreign = Object.keys(answers).some(
          (key) => !state.fields.some((one) => one.field.key === key && one.shown),
        )
        if (foreign) expect(state.ok).toBe(false)
      }),
    )
  })

  it('refuses conditions that look forward, properties of other types, keys twice', () => {
    const base = { label: '项', type: 'text' as const }
    const codes = (fields: unknown[]) =>
      FormDefinition.safeParse(fields).error?.issues.map((one) => `${one.path.join('.')} ${one.message}`)
    expect(codes([{ ...base, key: 'a', shownWhen: { field: 'b', is: ['x'] } }])).toEqual([
      '0.shownWhen.field later',
    ])
    expect(codes([{ ...base, key: 'a', options: [{ value: 'x', label: '甲' }] }])).toEqual([
      '0.options foreign',
    ])
    expect(
      codes([
        { ...base, key: 'a' },
        { ...base, key: 'a' },
      ]),
    ).toEqual(['1.key duplicate'])
    expect(codes([{ ...base, key: 'a', type: 'choice' }])).toEqual(['0.options missing'])
  })

  it('begins with its defaults', () => {
    const vm = ItemDefinition.parse(serviceItems.find((one) => one.code === 'virtual-machine')!.definition)
    expect(defaultAnswers(vm.form)).toEqual({ cpu: 4, memory: 8, disk: 200 })
  })
})

describe('addresses and numbers', () => {
  const good = {
    ip: [
      '10.0.0.1',
      '255.255.255.255',
      '::',
      '::1',
      '2001:db8::8a2e:370:7334',
      '::ffff:10.0.0.1',
      '1:2:3:4:5:6:7:8',
    ],
    mac: ['3C-52-82-0A-1B-2C', '3c:52:82:0a:1b:2c', '3c52.820a.1b2c'],
    phone: [
      '65880101',
      '0551-65880101',
      '13800000000',
      '+86 138 0000 0000',
      '(0551) 6588 0101',
      '65880101转8',
    ],
    email: ['a@b.cn', 'zhao.min@zwfw.yunzhou.gov.cn'],
  }
  const bad = {
    ip: [
      '10.0.0',
      '10.0.0.256',
      '010.0.0.1',
      '1:2:3',
      '::1::',
      ':::',
      '1:2:3:4:5:6:7:8:9',
      '10.0.0.1/24',
      'g::1',
    ],
    mac: ['3C-52-82-0A-1B', '3C-52-82-0A-1B-2G', '3c52820a1b2c0'],
    phone: ['123', '电话', '1380000000012345678901234567', '-----'],
    email: ['a', 'a@b', 'a b@c.cn', 'a@b.c', 'a@@b.cn'],
  }
  const test = { ip: isIp, mac: isMac, phone: isPhone, email: isEmail }
  it.each(['ip', 'mac', 'phone', 'email'] as const)('are told apart: %s', (kind) => {
    expect(good[kind].filter((value) => !test[kind](value))).toEqual([])
    expect(bad[kind].filter((value) => test[kind](value))).toEqual([])
  })

  it('are found out by the same rule as those that Node writes', () => {
    fc.assert(fc.property(fc.ipV4(), isIp))
    fc.assert(fc.property(fc.ipV6(), isIp))
  })
})
