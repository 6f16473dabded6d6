/** Classes, relation types and sources that every installation begins with; an administrator goes on from there. */
import type { AttributeDefinition } from './class-contract.ts'
import type { Spread } from './words.ts'

type Shape = Partial<AttributeDefinition> & Pick<AttributeDefinition, 'key' | 'name' | 'nameEn' | 'kind'>

function attribute(shape: Shape): AttributeDefinition {
  return { many: false, required: false, searchable: false, identifies: false, ...shape }
}
const words = (key: string, name: string, nameEn: string, more: Partial<AttributeDefinition> = {}) =>
  attribute({ key, name, nameEn, kind: 'text', ...more })
const amount = (key: string, name: string, nameEn: string, unit?: string) =>
  attribute({ key, name, nameEn, kind: 'number', ...(unit ? { unit } : {}) })
const day = (key: string, name: string, nameEn: string, more: Partial<AttributeDefinition> = {}) =>
  attribute({ key, name, nameEn, kind: 'date', ...more })
const yesNo = (key: string, name: string, nameEn: string) => attribute({ key, name, nameEn, kind: 'boolean' })
const choice = (key: string, name: string, nameEn: string, options: [string, string, string][]) =>
  attribute({
    key,
    name,
    nameEn,
    kind: 'code',
    options: options.map(([value, zh, en]) => ({ value, name: zh, nameEn: en })),
  })

const addresses = attribute({
  key: 'ip',
  name: 'IP 地址',
  nameEn: 'IP addresses',
  kind: 'ip',
  many: true,
  searchable: true,
})
const macs = attribute({
  key: 'mac',
  name: 'MAC 地址',
  nameEn: 'MAC addresses',
  kind: 'mac',
  many: true,
  searchable: true,
  identifies: true,
})
const hostname = words('hostname', '主机名', 'Host name', { searchable: true })
const system = [
  words('os', '操作系统', 'Operating system', { searchable: true }),
  words('os-version', '系统版本', 'OS version'),
]

export interface ShippedClass {
  key: string
  under: string | null
  name: string
  nameEn: string
  abstract?: true
  attributes?: AttributeDefinition[]
}

export const shippedClasses: readonly ShippedClass[] = [
  { key: 'system', under: null, name: '信息系统类', nameEn: 'Systems', abstract: true },
  {
    key: 'information-system',
    under: 'system',
    name: '信息系统',
    nameEn: 'Information system',
    attributes: [
      choice('protection-grade', '等保级别', 'Protection grade', [
        ['l1', '一级', 'Grade 1'],
        ['l2', '二级', 'Grade 2'],
        ['l3', '三级', 'Grade 3'],
        ['l4', '四级', 'Grade 4'],
        ['l5', '五级', 'Grade 5'],
      ]),
      day('in-service-since', '上线日期', 'In service since'),
      words('url', '访问地址', 'Address', { searchable: true }),
    ],
  },
  {
    key: 'application',
    under: 'system',
    name: '应用',
    nameEn: 'Application',
    attributes: [words('app-version', '版本', 'Version'), words('developer', '开发单位', 'Developer')],
  },
  {
    key: 'component',
    under: 'system',
    name: '组件',
    nameEn: 'Component',
    attributes: [words('component-version', '版本', 'Version'), amount('port', '端口', 'Port')],
  },
  {
    key: 'cluster',
    under: 'system',
    name: '集群',
    nameEn: 'Cluster',
    attributes: [
      choice('cluster-mode', '模式', 'Mode', [
        ['active-active', '双活/多活', 'Active-active'],
        ['active-standby', '主备', 'Active-standby'],
      ]),
    ],
  },
  { key: 'software', under: null, name: '软件类', nameEn: 'Software', abstract: true },
  {
    key: 'software-instance',
    under: 'software',
    name: '软件实例',
    nameEn: 'Software instance',
    attributes: [
      words('product', '产品', 'Product', { searchable: true }),
      words('product-version', '版本', 'Version'),
      amount('port', '端口', 'Port'),
    ],
  },
  {
    key: 'database',
    under: 'software-instance',
    name: '数据库',
    nameEn: 'Database',
    attributes: [amount('size', '数据量', 'Data size', 'GB'), yesNo('backed-up', '已备份', 'Backed up')],
  },
  {
    key: 'hardware',
    under: null,
    name: '硬件类',
    nameEn: 'Hardware',
    abstract: true,
    attributes: [
      words('vendor', '厂商', 'Vendor', { searchable: true }),
      words('model', '型号', 'Model', { searchable: true }),
      words('serial', '序列号', 'Serial number', { searchable: true, identifies: true }),
      day('warranty-until', '维保到期', 'Warranty until'),
    ],
  },
  {
    key: 'host',
    under: 'hardware',
    name: '主机',
    nameEn: 'Host',
    attributes: [
      hostname,
      addresses,
      macs,
      ...system,
      amount('cpu-cores', '处理器核数', 'CPU cores', '核'),
      amount('memory', '内存', 'Memory', 'GB'),
    ],
  },
  {
    key: 'virtual-machine',
    under: 'software',
    name: '虚拟机',
    nameEn: 'Virtual machine',
    attributes: [
      hostname,
      addresses,
      macs,
      ...system,
      amount('cpu-cores', '虚拟核数', 'Virtual CPUs', '核'),
      amount('memory', '内存', 'Memory', 'GB'),
    ],
  },
  {
    key: 'network-device',
    under: 'hardware',
    name: '网络设备',
    nameEn: 'Network device',
    attributes: [hostname, addresses, macs, words('firmware', '固件版本', 'Firmware version')],
  },
  { key: 'switch', under: 'network-device', name: '交换机', nameEn: 'Switch' },
  { key: 'router', under: 'network-device', name: '路由器', nameEn: 'Router' },
  { key: 'firewall', under: 'network-device', name: '防火墙', nameEn: 'Firewall' },
  { key: 'load-balancer', under: 'network-device', name: '负载均衡', nameEn: 'Load balancer' },
  {
    key: 'interface',
    under: 'hardware',
    name: '接口',
    nameEn: 'Interface',
    attributes: [
      addresses,
      macs,
      amount('speed', '速率', 'Speed', 'Mbit/s'),
      words('port-name', '端口名', 'Port name', { searchable: true }),
    ],
  },
  {
    key: 'storage',
    under: 'hardware',
    name: '存储',
    nameEn: 'Storage',
    attributes: [hostname, addresses, amount('capacity', '容量', 'Capacity', 'TB')],
  },
  { key: 'facility', under: 'hardware', name: '机房设施', nameEn: 'Facility', abstract: true },
  {
    key: 'machine-room',
    under: 'facility',
    name: '机房',
    nameEn: 'Machine room',
    attributes: [
      amount('area', '面积', 'Area', 'm²'),
      choice('room-class', '机房等级', 'Class (GB 50174)', [
        ['a', 'A 级', 'A'],
        ['b', 'B 级', 'B'],
        ['c', 'C 级', 'C'],
      ]),
    ],
  },
  {
    key: 'rack',
    under: 'facility',
    name: '机柜',
    nameEn: 'Rack',
    attributes: [amount('units', '高度', 'Height', 'U')],
  },
  {
    key: 'ups',
    under: 'facility',
    name: 'UPS',
    nameEn: 'UPS',
    attributes: [amount('rating', '额定容量', 'Rating', 'kVA'), addresses],
  },
  {
    key: 'air-conditioner',
    under: 'facility',
    name: '空调',
    nameEn: 'Air conditioner',
    attributes: [amount('cooling', '制冷量', 'Cooling capacity', 'kW')],
  },
  { key: 'connectivity', under: null, name: '网络资源类', nameEn: 'Network resources', abstract: true },
  {
    key: 'link',
    under: 'connectivity',
    name: '链路',
    nameEn: 'Link',
    attributes: [
      words('carrier', '运营商', 'Carrier', { searchable: true }),
      words('circuit', '电路编号', 'Circuit number', { searchable: true, identifies: true }),
      amount('bandwidth', '带宽', 'Bandwidth', 'Mbit/s'),
    ],
  },
  {
    key: 'network',
    under: 'connectivity',
    name: '网络',
    nameEn: 'Network',
    attributes: [
      attribute({ key: 'cidr', name: '网段', nameEn: 'Range', kind: 'cidr', many: true, searchable: true }),
      amount('vlan', 'VLAN', 'VLAN'),
    ],
  },
  {
    key: 'domain-name',
    under: 'connectivity',
    name: '域名',
    nameEn: 'Domain name',
    attributes: [
      words('fqdn', '完整域名', 'Full name', { searchable: true, identifies: true, required: true }),
      day('expires-on', '到期日', 'Expires on'),
    ],
  },
  {
    key: 'certificate',
    under: 'connectivity',
    name: '证书',
    nameEn: 'Certificate',
    attributes: [
      words('subject', '主体', 'Subject', { searchable: true }),
      words('serial', '证书序列号', 'Serial number', { searchable: true, identifies: true }),
      words('issuer', '颁发机构', 'Issuer'),
      day('expires-on', '到期日', 'Expires on', { required: true }),
    ],
  },
  {
    key: 'data-resource',
    under: null,
    name: '数据资源',
    nameEn: 'Data resource',
    attributes: [
      choice('sharing', '共享属性', 'Sharing', [
        ['open', '无条件共享', 'Unconditional'],
        ['conditional', '有条件共享', 'Conditional'],
        ['closed', '不予共享', 'Not shared'],
      ]),
      amount('records', '数据量', 'Records', '万条'),
    ],
  },
]

export interface ShippedType {
  key: string
  forward: [zh: string, en: string]
  backward: [zh: string, en: string]
  spreads: Spread
}

/** In the direction of the words: "<source> runs on <target>". */
export const shippedTypes: readonly ShippedType[] = [
  { key: 'runs-on', forward: ['运行于', 'runs on'], backward: ['承载', 'carries'], spreads: 'to-source' },
  {
    key: 'depends-on',
    forward: ['依赖', 'depends on'],
    backward: ['被依赖', 'is needed by'],
    spreads: 'to-source',
  },
  {
    key: 'connects-to',
    forward: ['接入', 'connects to'],
    backward: ['下联', 'serves'],
    spreads: 'to-source',
  },
  {
    key: 'contains',
    forward: ['包含', 'contains'],
    backward: ['位于', 'is part of'],
    spreads: 'to-target',
  },
  {
    key: 'backs-up-to',
    forward: ['备份到', 'backs up to'],
    backward: ['保存备份', 'keeps backups of'],
    spreads: 'none',
  },
  { key: 'uses', forward: ['使用', 'uses'], backward: ['被使用', 'is used by'], spreads: 'to-source' },
  {
    key: 'provided-by',
    forward: ['由…提供', 'is provided by'],
    backward: ['提供', 'provides'],
    spreads: 'to-source',
  },
]

export const shippedSources: readonly { key: string; name: string; nameEn: string; rank: number }[] = [
  { key: 'manual', name: '人工登记', nameEn: 'By hand', rank: 100 },
  { key: 'api', name: '接口', nameEn: 'Interface', rank: 200 },
  { key: 'sheet', name: '表格导入', nameEn: 'Sheet', rank: 300 },
  { key: 'discovery', name: '自动发现', nameEn: 'Discovery', rank: 400 },
]
/** Devices know these better than people do. */
export const shippedRanks: readonly { source: string; field: string; rank: number }[] = [
  'serial',
  'firmware',
  'mac',
  'port-name',
].map((field) => ({ source: 'discovery', field, rank: 50 }))
