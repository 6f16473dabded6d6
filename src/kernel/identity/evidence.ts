/** What accounts and the rules of sign-in prove of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'identity.by-two',
    words: {
      zh: '在用账号均由一人开户、另一人启用（安装时的账号不计）；全部做到为符合，否则为不符合',
      en: 'Accounts in use were made by one person and let in by another; all conform, otherwise it fails',
    },
    proves: ['huaiwei-intranet/18e'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 100 },
    page: null,
    cases: cases.byTwo,
  }),
  shareRule({
    key: 'identity.leavers',
    words: {
      zh: '停用（离职、退休）人员名下没有有效会话、令牌和支持组身份；密钥交还须人工举证；全部做到为符合，否则为不符合',
      en: 'Disabled people have no session, token or group left; keys handed back are proved by hand; all conform, otherwise it fails',
    },
    proves: [],
    supports: ['huaiwei-intranet/17d', 'beijing-om/22c'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 100 },
    page: null,
    cases: cases.leavers,
  }),
  shareRule({
    key: 'identity.policy',
    words: {
      zh: '登录规则：口令至少 8 位且至少三类字符，连续失败至多 10 次即锁定，管理员空闲至多 60 分钟即退出；四项均达到为符合，三项为部分符合',
      en: 'Rules of sign-in: at least 8 characters of 3 kinds, locked after at most 10 failures, administrators signed out after at most 60 idle minutes; all four conform, three partly',
    },
    proves: [],
    supports: ['beijing-om/3c', 'industry-platform-om/5.2'],
    days: 0,
    needs: { cases: 4, conforms: 100, partly: 75 },
    page: null,
    cases: cases.policy,
  }),
  shareRule({
    key: 'identity.second-factor',
    words: {
      zh: '三个管理岗位的人员均启用第二因素登录；全部启用为符合，否则为不符合',
      en: 'Whoever holds one of the three posts signs in with a second factor; all conform, otherwise it fails',
    },
    proves: [],
    supports: ['beijing-om/3c', 'industry-platform-om/5.2'],
    days: 0,
    needs: { cases: 3, conforms: 100, partly: 100 },
    page: null,
    cases: cases.secondFactor,
  }),
]
