import { existsSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  atMostLevel,
  compareMoney,
  halfWidth,
  mask,
  moneyFen,
  moneyText,
  parseCidr,
  parseClassification,
  parseCreditCode,
  parseDivisionCode,
  parseEmail,
  parseIdCard,
  parseIp,
  parseMac,
  parseMoney,
  parsePhone,
  type Checked,
} from './checks.ts'
import { divisionsBelow, findDivision } from './divisions.ts'

const value = (checked: Checked): string => (checked.ok ? checked.value : checked.code)
const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const full = (text: string) => text.replace(/[!-~]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0))

describe('unified social credit codes, GB 32100', () => {
  it('takes known codes in any width, case and grouping, in one written form', () => {
    for (const code of [
      '91350100M000100Y43',
      '11511300008778693M',
      '12511301MB1297707Y',
      '115113010087780365',
    ]) {
      expect(value(parseCreditCode(code))).toBe(code)
      expect(value(parseCreditCode(` ${full(code.toLowerCase())}　`))).toBe(code)
      expect(value(parseCreditCode(`${code.slice(0, 8)}-${code.slice(8, 17)} ${code.slice(17)}`))).toBe(code)
    }
  })

  it('says what is wrong with the others', () => {
    expect(value(parseCreditCode('1151130100877869'))).toBe('codes.credit_code_length')
    expect(value(parseCreditCode('1151130000877869OM'))).toBe('codes.credit_code_alphabet')
    expect(value(parseCreditCode('TE5116020105116050'))).toBe('codes.credit_code_category')
    expect(value(parseCreditCode('11511300008778693N'))).toBe('codes.credit_code_check')
    expect(value(parseCreditCode('115113A0008778693M'))).toBe('codes.credit_code_division')
  })

  it('finds every single wrong character and every exchange of two neighbours', () => {
    const code = '91350100M000100Y43'
    fc.assert(
      fc.property(fc.nat(17), fc.constantFrom(...ALPHABET), (at, other) => {
        fc.pre(code[at] !== other)
        expect(parseCreditCode(code.slice(0, at) + other + code.slice(at + 1)).ok).toBe(false)
      }),
    )
    for (let at = 2; at < 17; at++) {
      if (code[at] === code[at + 1]) continue
      const exchanged = code.slice(0, at) + code[at + 1]! + code[at]! + code.slice(at + 2)
      expect(parseCreditCode(exchanged).ok).toBe(false)
    }
  })

  const real = '/work/shared/data/service-items/items.json'
  it.skipIf(!existsSync(real))(
    'judges the real codes of a district rightly (needs the shared test data)',
    () => {
      const items = JSON.parse(readFileSync(real, 'utf8')) as { itemCode: string }[]
      const codes = new Set(
        items.flatMap((one) => one.itemCode.split('-')).filter((part) => part.length === 18),
      )
      const wrong = [...codes].filter((code) => !parseCreditCode(code).ok)
      expect(wrong).toEqual(['TE5116020105116050'])
      expect(codes.size).toBeGreaterThan(30)
    },
  )
})

describe('resident identity numbers, GB 11643', () => {
  it('knows the vectors of the standard', () => {
    for (const number of ['11010519491231002X', '440524188001010014'])
      expect(value(parseIdCard(number))).toBe(number)
    expect(value(parseIdCard('１１０１０５１９４９１２３１００２ｘ'))).toBe('11010519491231002X')
  })

  it('says what is wrong', () => {
    expect(value(parseIdCard('110105491231002'))).toBe('codes.id_card_old')
    expect(value(parseIdCard('1101051949123100'))).toBe('codes.id_card_shape')
    expect(value(parseIdCard('99010519491231002X'))).toBe('codes.id_card_division')
    expect(value(parseIdCard('110105194902310021'))).toBe('codes.id_card_date')
    expect(value(parseIdCard('11010519491231002X', '1949-12-30'))).toBe('codes.id_card_date')
    expect(value(parseIdCard('110105194912310021'))).toBe('codes.id_card_check')
  })

  it('has exactly one check digit for every number', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1900-01-01'), max: new Date('2025-12-31'), noInvalidDate: true }),
        fc.integer({ min: 1, max: 999 }),
        (born, sequence) => {
          const day = born.toISOString().slice(0, 10).replaceAll('-', '')
          const body = `511301${day}${String(sequence).padStart(3, '0')}`
          expect([...'0123456789X'].filter((check) => parseIdCard(body + check).ok)).toHaveLength(1)
        },
      ),
    )
  })

  it('is masked to what tells two apart', () => {
    expect(mask('id-card', '11010519491231002X')).toBe('110*************2X')
    expect(mask('phone', '13812345678')).toBe('138****5678')
    expect(mask('email', 'zhang.san@example.gov.cn')).toBe('z********@example.gov.cn')
    expect(mask('phone', '110')).toBe('***')
  })
})

describe('telephone and e-mail', () => {
  it.each([
    ['138 1234 5678', '13812345678'],
    ['+86-138-1234-5678', '13812345678'],
    ['8613812345678', '13812345678'],
    ['１３８１２３４５６７８', '13812345678'],
    ['051265221234', '0512-65221234'],
    ['（0512）65221234转801', '0512-65221234-801'],
    ['0512-65221234-801', '0512-65221234-801'],
    ['+86 512 65221234', '0512-65221234'],
    ['010-12345678', 'codes.phone_unknown'],
    ['010 6522 1234', '010-65221234'],
    ['0832-2221234', '0832-2221234'],
    ['65221234', '65221234'],
    ['12345', '12345'],
    ['400-123-4567', '4001234567'],
    ['+852 2345 6789', '+85223456789'],
    ['12812345678', 'codes.phone_unknown'],
    ['13812345678转1', 'codes.phone_extension'],
    ['张三', 'codes.phone_shape'],
    ['', 'codes.phone_shape'],
  ])('%s is %s', (text, expected) => {
    expect(value(parsePhone(text))).toBe(expected)
  })

  it('reads its own form as itself', () => {
    for (const form of ['13812345678', '0512-65221234-801', '65221234-12', '4001234567', '+85223456789'])
      expect(value(parsePhone(form))).toBe(form)
  })

  it.each([
    [' Zhang.San＠Example.GOV.cn ', 'Zhang.San@example.gov.cn'],
    ['a@b', 'codes.email_domain'],
    ['a..b@example.cn', 'codes.email_local'],
    ['a@-example.cn', 'codes.email_domain'],
    ['no at', 'codes.email_shape'],
  ])('%s is %s', (text, expected) => {
    expect(value(parseEmail(text))).toBe(expected)
  })
})

describe('network addresses', () => {
  it.each([
    ['１０。1', 'codes.ip_shape'],
    ['10.1.2.3 ', '10.1.2.3'],
    ['010.1.2.3', 'codes.ip_shape'],
    ['256.1.1.1', 'codes.ip_shape'],
    ['2001:0DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:db8:0:1:1:1:1:1', '2001:db8:0:1:1:1:1:1'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['::', '::'],
    ['::ffff:10.1.2.3', '::ffff:10.1.2.3'],
    ['1::2::3', 'codes.ip_shape'],
    ['1:2:3:4:5:6:7', 'codes.ip_shape'],
    ['fe80::1%eth0', 'codes.ip_shape'],
  ])('address %s is %s', (text, expected) => {
    expect(value(parseIp(text))).toBe(expected)
  })

  it.each([
    ['10.1.0.0/16', '10.1.0.0/16'],
    ['10.1.0.0/255.255.0.0', '10.1.0.0/16'],
    ['10.1.2.3/16', 'codes.cidr_host_bits'],
    ['10.1.2.0/33', 'codes.cidr_prefix'],
    ['10.1.2.0/255.0.255.0', 'codes.cidr_prefix'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
    ['10.1.2.0', 'codes.cidr_shape'],
  ])('network %s is %s', (text, expected) => {
    expect(value(parseCidr(text))).toBe(expected)
  })

  it('reads every spelling of a MAC address alike', () => {
    for (const text of [
      '00-1A-2B-3C-4D-5E',
      '001a.2b3c.4d5e',
      '001a-2b3c-4d5e',
      '001A2B3C4D5E',
      '00:1a:2b:3c:4d:5e',
    ])
      expect(value(parseMac(text))).toBe('00:1a:2b:3c:4d:5e')
    for (const text of ['00:1a:2b:3c:4d', '00:1a-2b:3c:4d:5e', 'zz:1a:2b:3c:4d:5e'])
      expect(parseMac(text).ok).toBe(false)
  })

  it('writes any IPv6 address so that reading it again changes nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('0', '1', 'ab', 'ffff'), { minLength: 8, maxLength: 8 }),
        (groups) => {
          const once = value(parseIp(groups.join(':')))
          expect(value(parseIp(once))).toBe(once)
        },
      ),
    )
  })
})

describe('divisions, GB/T 2260', () => {
  it('reads and finds them', () => {
    expect(value(parseDivisionCode('51'))).toBe('510000')
    expect(value(parseDivisionCode('511302000000'))).toBe('511302')
    expect(value(parseDivisionCode('991302'))).toBe('codes.division_unknown')
    expect(value(parseDivisionCode('51130'))).toBe('codes.division_length')
    expect(findDivision('511302')).toEqual({
      code: '511302',
      name: '顺庆区',
      level: 'county',
      path: '四川省 / 南充市 / 顺庆区',
    })
    expect(findDivision('110101')?.path).toBe('北京市 / 东城区')
    expect(findDivision('511399')).toBeUndefined()
    expect(divisionsBelow()).toHaveLength(31)
    expect(divisionsBelow('511300').map((one) => one.name)).toContain('顺庆区')
    expect(divisionsBelow('511302')).toEqual([])
  })
})

describe('money', () => {
  it.each([
    ['¥1,234.5', '1234.50'],
    ['１２３４．５０元', '1234.50'],
    ['1 234.50', '1234.50'],
    ['1.5万元', '15000.00'],
    ['0.1', '0.10'],
    ['1.2300', '1.23'],
    ['1.234', 'codes.money_scale'],
    ['1,23', 'codes.money_shape'],
    ['-1', 'codes.money_low'],
    ['1e3', 'codes.money_shape'],
    ['1-2', 'codes.money_shape'],
    ['12345678901234567.00', 'codes.money_range'],
    ['', 'codes.money_shape'],
  ])('%s is %s', (text, expected) => {
    expect(value(parseMoney(text))).toBe(expected)
  })

  it('is exact over its whole range, and ordered as numbers are', () => {
    const fen = fc.bigInt({ min: -(10n ** 18n - 1n), max: 10n ** 18n - 1n })
    fc.assert(
      fc.property(fen, fen, (a, b) => {
        const bounds = { min: moneyText(-(10n ** 18n)) }
        expect(value(parseMoney(moneyText(a), bounds))).toBe(moneyText(a))
        expect(moneyFen(moneyText(a))).toBe(a)
        expect(Math.sign(compareMoney(moneyText(a), moneyText(b)))).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
    expect(value(parseMoney('100.01', { max: '100.00' }))).toBe('codes.money_high')
    expect(value(parseMoney('－5', { min: '-5.00' }))).toBe('-5.00')
  })
})

describe('words', () => {
  it('turns full width into half width and leaves Chinese alone', () => {
    expect(halfWidth('ＡＢ　１２３：资产')).toBe('AB 123:资产')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(halfWidth(halfWidth(text))).toBe(halfWidth(text))
      }),
    )
  })

  it('knows the levels by word and key', () => {
    expect(value(parseClassification('机密★10年'))).toBe('secret')
    expect(value(parseClassification('Top-Secret'))).toBe('top-secret')
    expect(value(parseClassification('work-secret'))).toBe('work-secret')
    expect(value(parseClassification('toString'))).toBe('codes.classification_unknown')
    expect([atMostLevel('internal', 'confidential'), atMostLevel('secret', 'internal')]).toEqual([
      true,
      false,
    ])
  })
})
