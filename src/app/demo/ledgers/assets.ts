/** The sample unit's assets: what its configuration items are made of, and what stands in its offices. */

/** A state as the verbs lead to it from `planned`. */
export type Life = 'in-use' | 'idle' | 'on-loan' | 'in-repair' | 'to-dispose' | 'accepted' | 'planned'

export interface SampleAsset {
  name: string
  /** code of its class in the shipped tree */
  cls: string
  model: string
  serial?: string
  location: string
  /** login of who keeps it */
  custodian: string
  /** yuan, as the financial group writes it */
  value: string
  /** years ago it was acquired */
  age: number
  /** months till the warranty ends; negative: it has ended */
  warranty: number
  /** code of its configuration item */
  ci?: string
  life?: Life
}

const rack = (no: string): string => `中心机房 ${no} 柜`
const machine = (
  ci: string,
  name: string,
  [cls, model]: readonly [string, string],
  location: string,
  [value, age, warranty]: readonly [string, number, number],
  serial?: string,
): SampleAsset => ({
  ...{ ci, name, cls, model, location, value, age, warranty },
  ...(serial ? { serial } : {}),
  custodian: /^(HOST|SAN|BAK)/.test(ci) ? 'eng01' : 'eng02',
})

const core = ['A02010202', '华为 CE12804'] as const
const aggregation = ['A02010202', '华为 CE6881'] as const
const access = ['A02010202', '新华三 S5560X'] as const
const firewall = ['A02010301', '天融信 NGFW4000'] as const
const server = ['A02010104', '浪潮 NF5280M6'] as const
const ups = ['A02061504', '科华 KH120'] as const
const cooling = ['A02052309', '艾默生 PEX60'] as const

const room: readonly SampleAsset[] = [
  machine('CORE-1', '核心交换机 1', core, rack('A01'), ['486000.00', 4, 8], '219801001'),
  machine('CORE-2', '核心交换机 2', core, rack('A02'), ['486000.00', 4, 8], '219801002'),
  machine('AGG-1', '汇聚交换机 1', aggregation, rack('A01'), ['92000.00', 3, 20], '219801011'),
  machine('AGG-2', '汇聚交换机 2', aggregation, rack('A02'), ['92000.00', 3, 20], '219801012'),
  machine(
    'ACC-ZWFW',
    '接入交换机（政务服务局）',
    access,
    '政务服务局弱电间',
    ['18600.00', 5, -4],
    '219801021',
  ),
  machine('ACC-RSJ', '接入交换机（人社局）', access, '人社局弱电间', ['18600.00', 5, -4], '219801022'),
  machine('ACC-WJW', '接入交换机（卫健委）', access, '卫健委弱电间', ['18600.00', 5, -4], '219801023'),
  machine('FW-1', '出口防火墙 1', firewall, rack('A01'), ['168000.00', 2, 1], '219801031'),
  machine('FW-2', '出口防火墙 2', firewall, rack('A02'), ['168000.00', 2, 1], '219801032'),
  machine(
    'LB',
    '应用负载均衡',
    ['A02010224', '深信服 AD-1000'],
    rack('A01'),
    ['146000.00', 2, 10],
    '219801041',
  ),
  machine('ROUTER', '互联网出口路由器', ['A02010201', '华为 NE40E-X3'], rack('A01'), ['132000.00', 6, -12]),
  ...[1, 2, 3, 4].map((no) =>
    machine(
      `HOST-${no}`,
      `虚拟化主机 ${no}`,
      server,
      rack(no < 3 ? 'B01' : 'B02'),
      ['98000.00', 2, 14],
      `NF52200${no}`,
    ),
  ),
  machine('HOST-DB1', '数据库服务器 1', server, rack('B01'), ['126000.00', 3, 2], 'NF522021'),
  machine('HOST-DB2', '数据库服务器 2', server, rack('B02'), ['126000.00', 3, 2], 'NF522022'),
  machine('BAK-HOST', '备份服务器', server, rack('B02'), ['76000.00', 5, -6], 'NF522009'),
  machine(
    'SAN',
    '集中存储',
    ['A02010502', '华为 OceanStor 5310'],
    rack('B01'),
    ['620000.00', 2, 26],
    'OS53-0077',
  ),
  machine(
    'BAK-STORE',
    '备份存储',
    ['A02010502', '浪潮 AS13000'],
    rack('B02'),
    ['285000.00', 4, 5],
    'AS13-0005',
  ),
  machine('UPS-1', 'UPS 主机 1 号', ups, '配电与 UPS 间', ['210000.00', 6, -1], 'KH120-2101'),
  machine('UPS-2', 'UPS 主机 2 号', ups, '配电与 UPS 间', ['210000.00', 6, -1], 'KH120-2102'),
  machine('AC-1', '精密空调 1 号', cooling, '中心机房', ['186000.00', 7, -18]),
  machine('AC-2', '精密空调 2 号', cooling, '中心机房', ['186000.00', 7, -18]),
]

const desktop = { cls: 'A02010105', model: '长城 UF712', value: '5980.00', warranty: 18, age: 1 }
const laptop = { cls: 'A02010108', model: '联想 开天 N80z', value: '8600.00', warranty: 10, age: 2 }
const printer = { cls: 'A02021003', model: '奔图 P3370DN', value: '1980.00', warranty: -8, age: 3 }
const offices: readonly SampleAsset[] = [
  { ...desktop, name: '办公计算机', location: '服务台 201', custodian: 'desk01', serial: 'GW-30411' },
  { ...desktop, name: '办公计算机', location: '服务台 201', custodian: 'desk02', serial: 'GW-30412' },
  { ...desktop, name: '办公计算机', location: '运行维护科 203', custodian: 'eng01', serial: 'GW-30413' },
  { ...desktop, name: '办公计算机', location: '运行维护科 203', custodian: 'eng02', serial: 'GW-30414' },
  { ...desktop, name: '办公计算机', location: '运行维护科 205', custodian: 'lead01', serial: 'GW-30415' },
  {
    ...desktop,
    name: '办公计算机（备用）',
    location: '库房 107',
    custodian: 'asset01',
    serial: 'GW-30416',
    life: 'idle',
  },
  { ...laptop, name: '便携式计算机', location: '运行维护科 205', custodian: 'mgr01', serial: 'KT-8801' },
  {
    ...laptop,
    name: '便携式计算机（外借）',
    location: '库房 107',
    custodian: 'asset01',
    serial: 'KT-8802',
    life: 'on-loan',
  },
  { ...printer, name: '激光打印机', location: '服务台 201', custodian: 'desk01', serial: 'PT-5101' },
  {
    ...printer,
    name: '激光打印机',
    location: '运行维护科 203',
    custodian: 'eng01',
    serial: 'PT-5102',
    life: 'in-repair',
  },
  {
    ...{
      name: '会议室投影仪',
      cls: 'A02020200',
      model: '爱普生 CB-2265U',
      location: '第一会议室',
      custodian: 'desk02',
    },
    ...{ value: '16800.00', age: 8, warranty: -60, serial: 'EP-0907', life: 'to-dispose' },
  },
  {
    ...{
      name: '国产化替代服务器（二期）',
      cls: 'A02010104',
      model: '华为 TaiShan 200',
      location: '库房 107',
    },
    ...{
      custodian: 'asset01',
      value: '138000.00',
      age: 0,
      warranty: 35,
      serial: 'TS-2209',
      life: 'accepted',
    },
  },
  {
    ...{
      name: '机房动环监控主机',
      cls: 'A02010104',
      model: '待定',
      location: '中心机房',
      custodian: 'eng02',
    },
    ...{ value: '46000.00', age: 0, warranty: 36, life: 'planned' },
  },
]
export const assets: readonly SampleAsset[] = [...room, ...offices]
