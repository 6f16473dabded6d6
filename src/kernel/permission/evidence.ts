/** What roles and the three posts prove of norms: the state of things. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const needs = { cases: 1, conforms: 100, partly: 100 }

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'permission.posts',
    words: {
      zh: '系统、安全、审计三个管理岗位均有在岗人员，且任何一人不兼其他角色；全部做到为符合，否则为不符合',
      en: 'Each of the three posts is held, and by nobody with another role; all conform, otherwise it fails',
    },
    proves: ['huaiwei-intranet/18c'],
    supports: ['huaiwei-intranet/32b'],
    days: 0,
    needs: { cases: 3, conforms: 100, partly: 100 },
    page: null,
    cases: cases.posts,
  }),
  shareRule({
    key: 'permission.no-super',
    words: {
      zh: '不存在既能管理用户、授权又能访问业务的账号（超级管理员）；一个都没有为符合，否则为不符合',
      en: 'No account manages users or roles and reaches business, too; none conforms, one fails',
    },
    proves: ['huaiwei-intranet/18b', 'huaiwei-intranet/18c'],
    days: 0,
    needs,
    page: null,
    cases: cases.noSuper,
  }),
  shareRule({
    key: 'permission.grants',
    words: {
      zh: '在用授权均由本人以外的人授予（安装时的初始授权不计）；全部做到为符合；六类操作的权限矩阵须人工举证',
      en: 'Roles were given by somebody else than their holder; the matrix of operations is proved by hand; all conform',
    },
    proves: [],
    supports: ['huaiwei-intranet/18a'],
    days: 0,
    needs,
    page: null,
    cases: cases.grants,
  }),
  shareRule({
    key: 'permission.vendors',
    words: {
      zh: '外包人员不持有管理类角色（最小权限）；账号期限与审批单须人工举证；全部做到为符合，90% 及以上为部分符合',
      en: 'People of vendors hold no role of management; term and request of the account are proved by hand; all conform, 90 % partly',
    },
    proves: [],
    supports: ['beijing-om/23d'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 90 },
    page: null,
    cases: cases.vendors,
  }),
]
