import { describe, expect, it } from 'vitest'
import { initialsOf } from './initials.ts'

describe('initials of pinyin', () => {
  it('are those of the names in the rail', () => {
    expect(initialsOf('事件队列')).toBe('sjdl')
    expect(initialsOf('零报告')).toBe('lbg')
    expect(initialsOf('考核方案')).toBe('khfa')
    expect(initialsOf('IP 地址')).toBe('ip dz')
  })
  it('know every letter a Chinese word can begin with, at its first and its last character', () => {
    expect(initialsOf('啊芭擦搭蛾发噶哈击喀垃妈拿哦啪期然撒塌挖昔压匝')).toBe('abcdefghjklmnopqrstwxyz')
    expect(initialsOf('澳怖错堕贰咐过祸骏阔络穆诺沤瀑群弱所唾误迅孕座')).toBe('abcdefghjklmnopqrstwxyz')
  })
  it('leave alone what is no Chinese character', () => {
    expect(initialsOf('SNMP v3 😀')).toBe('snmp v3 😀')
  })
})
