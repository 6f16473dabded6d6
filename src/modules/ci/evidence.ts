/** What configuration items prove of norms: that they are there, who answers for them, and that changes drive them. */
import { shareRule, type EvidenceRule } from '#kernel/evidence/index.ts'
import * as cases from './store/evidence.ts'

const page = '/cis/'

/** One rule for each group of objects that DB37/T 1434 names: its items in use are there, and somebody answers for them. */
const group = (
  key: string,
  zh: string,
  en: string,
  clause: string,
  keys: readonly string[],
  words: string | null = null,
): EvidenceRule =>
  shareRule({
    key: `ci.${key}`,
    words: {
      zh: `配置库中在用的${zh}均有责任人或支持组；95% 及以上为符合，80% 及以上为部分符合；一条也没有的为无案例`,
      en: `Every ${en} in use among the configuration items has somebody or a group that answers for it; 95 % conform, 80 % partly`,
    },
    proves: [clause],
    days: 0,
    needs: { cases: 1, conforms: 95, partly: 80 },
    page,
    cases: (at) => cases.answeredFor(at, keys, words),
  })

export const evidence: readonly EvidenceRule[] = [
  group('facilities', '基础环境（机房、机柜、UPS、空调等）', 'part of the environment', 'db37-1434/6a', [
    'facility',
  ]),
  group('hosts', '主机系统（主机、虚拟机、存储、数据库）', 'host, storage or database', 'db37-1434/6b', [
    'host',
    'virtual-machine',
    'storage',
    'database',
  ]),
  group('applications', '应用系统（信息系统、应用、中间件、数据库）', 'application', 'db37-1434/6c', [
    'information-system',
    'application',
    'component',
    'software-instance',
  ]),
  group('networks', '网络系统（网络设备、线路）', 'network device or line', 'db37-1434/6d', [
    'network-device',
    'link',
  ]),
  group(
    'security',
    '安全系统（防火墙及类名含入侵、漏洞、杀毒、安全的类别）',
    'security device',
    'db37-1434/6e',
    ['firewall'],
    '入侵|漏洞|杀毒|病毒|安全|intrusion|vulnerab|antivirus|security',
  ),
  group(
    'desktops',
    '桌面系统（类名含台式、笔记本、终端、打印、复印、扫描的类别）',
    'desktop or printer',
    'db37-1434/6f',
    [],
    '台式|笔记本|终端|打印|复印|扫描|desktop|laptop|terminal|printer|scanner',
  ),
  shareRule({
    key: 'ci.facility-kinds',
    words: {
      zh: '配置库中主机与网络硬件、存储、系统软件、应用软件、通讯线路五类均有在用条目；五类俱全为符合，三类及以上为部分符合；文档流程、配置参数两类须人工举证',
      en: 'There are hosts, storage, system software, applications and lines in use among the items; all five conform, three partly; documents and parameters are proved by hand',
    },
    proves: [],
    supports: ['db37-1434/fac'],
    days: 0,
    needs: { cases: 5, conforms: 100, partly: 60 },
    page: null,
    cases: cases.facilityKinds,
  }),
  shareRule({
    key: 'ci.by-change',
    words: {
      zh: '期间内投用、停用等状态变化均由已批准且实施中（或实施后 3 天内）的变更单驱动，以变更历史的写入时间为准；90% 及以上为符合，60% 及以上为部分符合',
      en: 'Items were taken into use or out of it while an approved change about them was at work, or within 3 days; by when the history was written; 90 % conform, 60 % partly',
    },
    proves: ['beijing-om/3a'],
    days: 90,
    needs: { cases: 1, conforms: 90, partly: 60 },
    page,
    cases: cases.byChange,
  }),
  shareRule({
    key: 'ci.tickets-linked',
    words: {
      zh: '期间内办结的重大、严重故障和变更均关联配置项；90% 及以上为符合，60% 及以上为部分符合',
      en: 'Grave faults and changes that have ended name the items they were about; 90 % conform, 60 % partly',
    },
    proves: ['db37-1434/core'],
    days: 90,
    needs: { cases: 3, conforms: 90, partly: 60 },
    page: null,
    cases: cases.ticketsLinked,
  }),
  shareRule({
    key: 'ci.in-room',
    words: {
      zh: '在用主机和网络设备均放置在机房或机柜内（按包含关系或存放地点）；95% 及以上为符合，80% 及以上为部分符合',
      en: 'Every host and network device in use stands in a machine room or rack, by its relation or its place; 95 % conform, 80 % partly',
    },
    proves: ['huaiwei-intranet/19e'],
    days: 0,
    needs: { cases: 1, conforms: 95, partly: 80 },
    page,
    cases: cases.inRoom,
  }),
]
