/** What the ledger of storage media proves of norms. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const page = '/storage-media/'

export const evidence: readonly EvidenceRule[] = [
  shareRule({
    key: 'media.registered',
    words: {
      zh: '在册涉密介质均有出厂编号、密级、在岗责任人，在库的有存放地点，领用的有领用人且未逾期，无遗失；全部具备为符合，95% 及以上为部分符合；账实相符须人工举证',
      en: 'Secret media have their number, grade, keeper and place, or a holder who is not overdue, and none is lost; all conform, 95 % partly; that they are there is proved by hand',
    },
    proves: [],
    supports: ['huaiwei-intranet/24c'],
    days: 0,
    needs: { cases: 1, conforms: 100, partly: 95 },
    page,
    cases: cases.registered,
  }),
  shareRule({
    key: 'media.destroyed',
    words: {
      zh: '期间内销毁的介质均先由他人提出、后执行（以登记时间为准），写明方式，有第三人监督和销毁凭证；全部做到为符合，90% 及以上为部分符合；保密装置拆除、监督人属保密办须人工举证',
      en: 'Media were proposed by somebody else before they were destroyed, as recorded, with method, witness and certificate; all conform, 90 % partly; parts removed and the witness’s office are proved by hand',
    },
    proves: [],
    supports: ['huaiwei-intranet/24e'],
    days: 365,
    needs: { cases: 1, conforms: 100, partly: 90 },
    page,
    cases: cases.destroyed,
  }),
  shareRule({
    key: 'media.backups',
    words: {
      zh: '备份介质（磁带，及名称或内容写明备份的）均登记了容量、存放地点或用途、在岗责任人；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Media for copies (tapes, and those that say so) have capacity, place or purpose, and a keeper; 95 % conform, 80 % partly',
    },
    proves: ['industry-platform-om/6.2.1'],
    days: 0,
    needs: { cases: 1, conforms: 95, partly: 80 },
    page,
    cases: cases.backups,
  }),
  shareRule({
    key: 'media.issued',
    words: {
      zh: '期间内领用的介质均按约定日期归还（以登记时间为准）；95% 及以上为符合，80% 及以上为部分符合；文件导出、拷贝的审批须人工举证',
      en: 'Media that were issued came back by the day agreed, as recorded; 95 % conform, 80 % partly; approvals of copies are proved by hand',
    },
    proves: [],
    supports: ['beijing-om/26b'],
    days: 90,
    needs: { cases: 1, conforms: 95, partly: 80 },
    page,
    cases: cases.issued,
  }),
]
