/** Records of the other declared ledgers. Days are days from today; people are logins, orgs the codes of city.ts. */

/** A value that is looked up or counted when it is written. */
export type Sample =
  | string
  | number
  | { person: string }
  | { org: string }
  | { day: number }
  /** days from today, at this hour of the unit's clocks */
  | { at: number; hour: number }
  /** a record made before in the same ledger or another one, by its title */
  | { record: string; of: string }
  | { file: string }

export interface SampleMove {
  move: string
  by: string
  values?: Readonly<Record<string, Sample>>
  reason?: string
  /** login of who agrees to it at once; without, what needs an approval goes on waiting */
  agreed?: string
}

export interface SampleRecord {
  ledger: string
  by: string
  values: Readonly<Record<string, Sample>>
  moves?: readonly SampleMove[]
}

const p = (person: string) => ({ person })
const day = (days: number) => ({ day: days })

const custody = (
  subject: string,
  kind: string,
  place: string,
  custodian: string,
  [from, to]: readonly [number, number],
  signed: boolean,
): SampleRecord => ({
  ledger: 'custody-agreement',
  by: 'asset01',
  values: {
    ...{ subject, kind, place, quantity: 1, custodian: p(custodian), handover: p('asset01') },
    ...{ startsOn: day(from), endsOn: day(to) },
  },
  moves: signed
    ? [
        {
          move: 'sign',
          by: 'asset01',
          values: { signedOn: day(Math.min(from, 0)), file: { file: `保管协议 ${subject}.txt` } },
        },
      ]
    : [],
})

const medium = (
  name: string,
  serial: string,
  kind: string,
  classification: string,
  moves: readonly SampleMove[] = [],
): SampleRecord => ({
  ledger: 'storage-medium',
  by: 'asset01',
  values: {
    ...{ name, serial, kind, classification, place: '库房 107 保密柜', capacity: 2000 },
    ...{ keeper: p('asset01'), acquiredOn: day(-400) },
  },
  moves,
})

const visit = (
  visitor: string,
  visitorOrg: string,
  purpose: string,
  from: number,
  moves: readonly SampleMove[],
): SampleRecord => ({
  ledger: 'room-visit',
  by: 'eng02',
  values: {
    ...{ visitor, visitorOrg, purpose, phone: '13800001234', people: 2, machineRoom: 'room-1' },
    ...{ companion: p('eng02'), plannedFrom: { at: from, hour: 9 }, plannedTo: { at: from, hour: 12 } },
    brought: '笔记本电脑 1 台、工具箱 1 个',
  },
  moves,
})

const card = (
  cardNo: string,
  kind: string,
  holder: string | null,
  areas: string,
  moves: readonly SampleMove[],
): SampleRecord => ({
  ledger: 'door-card',
  by: 'asset01',
  values: {
    ...{ cardNo, kind, areas, validFrom: day(-30), validTo: day(kind === 'vendor' ? 10 : 335) },
    ...(holder ? { holder: p(holder) } : {}),
  },
  moves,
})

const address = (
  ip: string,
  zone: string,
  device: string,
  usage: string,
  moves: readonly SampleMove[],
): SampleRecord => ({
  ledger: 'ip-address',
  by: 'eng02',
  values: {
    ...{ ip, zone, device, usage, network: ip.replace(/\d+$/, '0/24') },
    ...{ userOrg: { org: 'zwfw' }, contact: p('eng02'), place: '中心机房', expiresOn: day(300) },
  },
  moves,
})

const domain = (
  name: string,
  site: string,
  kind: string,
  [expires, certificate]: readonly [number, number],
  moves: readonly SampleMove[],
): SampleRecord => ({
  ledger: 'domain-name',
  by: 'eng02',
  values: {
    ...{ name, site, kind, registrant: { org: 'zwfw' }, contact: p('eng02') },
    ...{ registeredOn: day(-700), expiresOn: day(expires), certificateUntil: day(certificate) },
    ...(kind === 'government' ? { address: { record: '10.10.9.11', of: 'ip-address' } } : {}),
  },
  moves,
})

const licence = (
  product: string,
  maker: string,
  kind: string,
  [quantity, used]: readonly [number, number],
  validTo: number | null,
): SampleRecord => ({
  ledger: 'software-licence',
  by: 'asset01',
  values: {
    ...{ product, maker, kind, metric: 'device', quantity, used, keeper: p('asset01') },
    ...{ price: '68000.00', boughtOn: day(-500) },
    ...(validTo === null ? { supportUntil: day(45) } : { validTo: day(validTo) }),
  },
})

export const records: readonly SampleRecord[] = [
  custody('涉密计算机 2 台', 'equipment', '机要室', 'lead01', [-200, 165], true),
  custody('备份磁带 12 盘', 'media', '异地备份库', 'eng01', [-340, 25], true),
  custody('机房应急钥匙 1 套', 'key', '值班室', 'desk01', [0, 365], false),
  medium('移动硬盘 2TB', 'WD-2T-0031', 'portable', 'internal', [
    {
      move: 'issue',
      by: 'asset01',
      values: { holder: p('eng01'), purpose: '社保数据离线核对', dueBack: day(2) },
    },
  ]),
  medium('固态硬盘 960GB（退换）', 'SSD-960-118', 'ssd', 'work-secret', [
    {
      move: 'propose',
      by: 'asset01',
      values: { destroyReason: '坏块超标，已从数据库服务器 2 换下' },
      agreed: 'mgr01',
    },
  ]),
  medium('备份磁带 LTO-8', 'LTO8-2207', 'tape', 'internal'),
  medium('机械硬盘 4TB', 'ST4000-5512', 'hdd', 'work-secret', [
    { move: 'propose', by: 'asset01', values: { destroyReason: '存储扩容换下，超过使用年限' } },
  ]),
  visit('高磊', '云安网络技术有限公司', '防火墙季度巡检与特征库离线升级', 1, [
    { move: 'submit', by: 'eng02', agreed: 'lead01' },
  ]),
  visit('苗洁', '科华数据售后', 'UPS 2 号主机电池内阻测试', 3, [{ move: 'submit', by: 'eng02' }]),
  visit('钟凯', '启航软件有限公司', '一网通办数据库服务器加装内存', 8, []),
  card('MJ-0001', 'staff', 'eng01', '一号机房、配电间', [{ move: 'issue', by: 'asset01', agreed: 'lead01' }]),
  card('MJ-0002', 'staff', 'eng02', '一号机房、配电间', [{ move: 'issue', by: 'asset01', agreed: 'lead01' }]),
  card('MJ-0017', 'vendor', 'vend01', '监控值班室', [{ move: 'issue', by: 'asset01' }]),
  card('MJ-0090', 'spare', null, '一号机房（限陪同）', []),
  address('10.10.9.11', 'extranet', '一网通办应用机 1', '一网通办应用', [
    { move: 'assign', by: 'eng02', agreed: 'mgr01' },
  ]),
  address('10.10.9.12', 'extranet', '一网通办应用机 2', '一网通办应用', [
    { move: 'assign', by: 'eng02', agreed: 'mgr01' },
  ]),
  address('10.10.9.61', 'extranet', '视频会议 MCU', '市级视频会议', [{ move: 'assign', by: 'eng02' }]),
  address('10.10.200.15', 'management', 'UPS 网卡 1 号', '动环监控采集', []),
  domain(
    'zwfw.yunzhou.gov.cn',
    '云州政务服务网',
    'government',
    [282, 20],
    [{ move: 'open', by: 'eng02', agreed: 'mgr01' }],
  ),
  domain('sso.yunzhou.gov.cn', '统一身份认证', 'government', [282, 150], [{ move: 'open', by: 'eng02' }]),
  domain('oa.yunzhou.internal', '协同办公', 'internal', [700, 90], []),
  licence('银河麒麟高级服务器操作系统 V10', '麒麟软件', 'perpetual', [40, 31], null),
  licence('达梦数据库管理系统 V8', '达梦数据', 'perpetual', [6, 4], null),
  licence('终端安全管理系统（防病毒）', '天融信', 'subscription', [800, 763], 38),
  licence('虚拟化平台', 'VMware', 'subscription', [8, 8], 6),
]

/** Consumables, and what came and went: name, kind, model, measure, place, reorder point, movements. */
export const consumables: readonly {
  values: Readonly<Record<string, Sample>>
  entries: readonly (readonly ['in' | 'out' | 'count', number, string])[]
}[] = [
  {
    values: {
      name: '硒鼓',
      kind: 'print',
      model: 'P3370 专用',
      measure: '支',
      place: '库房 107',
      reorderPoint: 6,
    },
    entries: [
      ['in', 20, '季度采购'],
      ['out', 9, '各科室领用'],
      ['out', 6, '服务台领用'],
    ],
  },
  {
    values: { name: '六类跳线 3 米', kind: 'cable', measure: '根', place: '库房 107', reorderPoint: 20 },
    entries: [
      ['in', 100, '年度采购'],
      ['out', 34, '人社局接入改造'],
    ],
  },
  {
    values: {
      name: '服务器硬盘 1.2TB SAS',
      kind: 'part',
      model: '浪潮 NF5280M6',
      measure: '块',
      place: '备件柜',
      reorderPoint: 2,
    },
    entries: [
      ['in', 6, '维保备件'],
      ['out', 1, '数据库服务器 2 换盘'],
    ],
  },
  {
    values: {
      name: '万兆光模块',
      kind: 'part',
      model: 'SFP+ 多模',
      measure: '个',
      place: '备件柜',
      reorderPoint: 4,
    },
    entries: [
      ['in', 10, '核心扩容余料'],
      ['out', 2, '汇聚上联更换'],
      ['count', 7, '月末清点，少 1 个'],
    ],
  },
  {
    values: { name: 'UPS 蓄电池 12V100Ah', kind: 'power', measure: '节', place: '配电间', reorderPoint: 4 },
    entries: [['in', 8, '随机备件']],
  },
]
