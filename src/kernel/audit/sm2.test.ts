import { describe, expect, it } from 'vitest'
import { sm3 } from './canonical.ts'
import { generateKeyPair, sign, verifySignature } from './sm2.ts'

// GB/T 32918.5-2017 annex A.2 (GM/T 0003.5): recommended curve, ID 1234567812345678, message "message digest"
const vector = {
  privateKey: '3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8',
  publicKey:
    '04' +
    '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
    'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  k: 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n,
  x1: 0x04ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73n,
  signature:
    'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3' +
    'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa',
}

describe('SM2 and SM3', () => {
  it('signs as the standard’s example', () => {
    expect(sign('message digest', vector, { k: vector.k, x1: vector.x1 })).toBe(vector.signature)
  })
  it('verifies the standard’s example and nothing near it', () => {
    expect(verifySignature('message digest', vector.signature, vector.publicKey)).toBe(true)
    expect(verifySignature('message digesT', vector.signature, vector.publicKey)).toBe(false)
    expect(verifySignature('message digest', vector.signature.replace(/^f/, 'e'), vector.publicKey)).toBe(
      false,
    )
    expect(verifySignature('message digest', vector.signature, generateKeyPair().publicKey)).toBe(false)
    expect(verifySignature('message digest', '', vector.publicKey)).toBe(false)
    expect(verifySignature('message digest', vector.signature, `04${'0'.repeat(128)}`)).toBe(false)
  })
  it('verifies what it signs', () => {
    const key = generateKeyPair()
    expect(verifySignature('政运', sign('政运', key), key.publicKey)).toBe(true)
  })
  it('hashes as GB/T 32905 annex A', () => {
    expect(sm3('abc').toString('hex')).toBe(
      '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    )
  })
})
