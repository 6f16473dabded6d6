import type { Kysely } from 'kysely'
import { transaction, type DB, type Tx } from '#kernel/db/index.ts'
import { personActor } from '#kernel/identity/index.ts'
import { findGroupByName, readOrgNames } from '#kernel/org/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import * as ci from '#modules/ci/index.ts'
import { serviceByLabels } from '#modules/service/index.ts'
import { groups } from './city.ts'

/** key | class | name | group | attributes; a code is made from the key. */
type Row = [key: string, cls: string, name: string, group: 'app' | 'net', attributes?: object]

const racks: Row[] = ['A01', 'A02', 'B01', 'B02'].map((no) => [
  `rack-${no.toLowerCase()}`,
  'rack',
  `中心机房机柜 ${no}`,
  'net',
  { units: 42 },
])
const facilities: Row[] = [
  ['room', 'machine-room', '政务信息中心机房', 'net', { area: 320, 'room-class': 'b' }],
  ['ups-1', 'ups', 'UPS 主机 1 号', 'net', { vendor: '科华', rating: 120, serial: 'KH120-2101' }],
  ['ups-2', 'ups', 'UPS 主机 2 号', 'net', { vendor: '科华', rating: 120, serial: 'KH120-2102' }],
  ['ac-1', 'air-conditioner', '精密空调 1 号', 'net', { vendor: '艾默生', cooling: 60 }],
  ['ac-2', 'air-conditioner', '精密空调 2 号', 'net', { vendor: '艾默生', cooling: 60 }],
]
const device = (no: number, vendor: string, model: string) => ({
  ...{ vendor, model, serial: `21980${1000 + no}` },
  ip: [`10.10.0.${no}`],
})
const network: Row[] = [
  ['core-1', 'switch', '核心交换机 1', 'net', device(1, '华为', 'CE12804')],
  ['core-2', 'switch', '核心交换机 2', 'net', device(2, '华为', 'CE12804')],
  ['agg-1', 'switch', '服务器区汇聚交换机 1', 'net', device(11, '华为', 'CE6881')],
  ['agg-2', 'switch', '服务器区汇聚交换机 2', 'net', device(12, '华为', 'CE6881')],
  ['acc-zwfw', 'switch', '政务服务局接入交换机', 'net', device(21, '新华三', 'S5560X')],
  ['acc-rsj', 'switch', '人社局接入交换机', 'net', device(22, '新华三', 'S5560X')],
  ['acc-wjw', 'switch', '卫健委接入交换机', 'net', device(23, '新华三', 'S5560X')],
  ['fw-1', 'firewall', '互联网出口防火墙 1', 'net', device(31, '天融信', 'NGFW4000')],
  ['fw-2', 'firewall', '互联网出口防火墙 2', 'net', device(32, '天融信', 'NGFW4000')],
  ['lb', 'load-balancer', '应用负载均衡', 'net', device(41, '深信服', 'AD-1000')],
  ['router', 'router', '互联网出口路由器', 'net', device(42, '华为', 'NE40E-X3')],
  [
    'link-1',
    'link',
    '电信互联网专线',
    'net',
    { carrier: '中国电信', circuit: 'YZ-CT-0087', bandwidth: 1000 },
  ],
  ['link-2', 'link', '联通互联网专线', 'net', { carrier: '中国联通', circuit: 'YZ-CU-0031', bandwidth: 500 }],
  ['net-gov', 'network', '电子政务外网服务器区', 'net', { cidr: ['10.10.8.0/22'], vlan: 108 }],
]
const host = (no: number) => ({
  ...{ vendor: '浪潮', model: 'NF5280M6', serial: `NF52${2000 + no}`, hostname: `esx${no}` },
  ...{ ip: [`10.10.8.${no}`], os: 'VMware ESXi', 'cpu-cores': 64, memory: 512 },
})
const hosts: Row[] = [
  ...[1, 2, 3, 4].map((no): Row => [`host-${no}`, 'host', `虚拟化主机 ${no}`, 'app', host(no)]),
  ['cluster-vm', 'cluster', '虚拟化集群', 'app', { 'cluster-mode': 'active-active' }],
  [
    'san',
    'storage',
    '集中存储',
    'app',
    { vendor: '华为', model: 'OceanStor 5310', serial: 'OS53-0077', capacity: 120 },
  ],
  ['bak-host', 'host', '备份服务器', 'app', { ...host(9), hostname: 'backup01', os: '麒麟 V10' }],
  ['bak-store', 'storage', '备份存储', 'app', { vendor: '浪潮', serial: 'AS13-0005', capacity: 200 }],
  ['host-db1', 'host', '数据库服务器 1', 'app', { ...host(21), hostname: 'db01', os: '麒麟 V10' }],
  ['host-db2', 'host', '数据库服务器 2', 'app', { ...host(22), hostname: 'db02', os: '麒麟 V10' }],
]
const machine = (name: string, no: number) => ({ hostname: name, ip: [`10.10.9.${no}`], os: '麒麟 V10' })
const machines: Row[] = [
  ['vm-ywtb-1', 'virtual-machine', '一网通办应用机 1', 'app', machine('ywtb01', 11)],
  ['vm-ywtb-2', 'virtual-machine', '一网通办应用机 2', 'app', machine('ywtb02', 12)],
  ['vm-sso-1', 'virtual-machine', '统一认证应用机 1', 'app', machine('sso01', 21)],
  ['vm-sso-2', 'virtual-machine', '统一认证应用机 2', 'app', machine('sso02', 22)],
  ['vm-oa', 'virtual-machine', 'OA 应用机', 'app', machine('oa01', 31)],
  ['vm-sb', 'virtual-machine', '社保应用机', 'app', machine('sb01', 41)],
  ['vm-zz', 'virtual-machine', '电子证照应用机', 'app', machine('zz01', 51)],
]
const software: Row[] = [
  [
    'db-ywtb',
    'database',
    '一网通办数据库',
    'app',
    { product: '达梦 DM8', size: 800, port: 5236, 'backed-up': true },
  ],
  [
    'db-oa',
    'database',
    'OA 数据库',
    'app',
    { product: '人大金仓 V8', size: 260, port: 54321, 'backed-up': true },
  ],
  [
    'db-sb',
    'database',
    '社保数据库',
    'app',
    { product: '达梦 DM8', size: 1500, port: 5236, 'backed-up': true },
  ],
  ['db-cluster', 'cluster', '数据库双机', 'app', { 'cluster-mode': 'active-standby' }],
  ['app-ywtb', 'application', '一网通办应用', 'app', { 'app-version': '3.2', developer: '启航软件' }],
  ['app-sso', 'application', '统一身份认证服务', 'app', { 'app-version': '2.8', developer: '启航软件' }],
  ['app-oa', 'application', '协同办公应用', 'app', { 'app-version': '9.0' }],
  ['app-sb', 'application', '社保业务应用', 'app', { 'app-version': '5.1' }],
  ['app-zz', 'application', '电子证照应用', 'app', { 'app-version': '1.6' }],
  ['app-bak', 'application', '数据备份软件', 'app', {}],
  ['sys-ywtb', 'information-system', '一网通办平台', 'app', { 'protection-grade': 'l3' }],
  ['sys-sso', 'information-system', '统一身份认证系统', 'app', { 'protection-grade': 'l3' }],
  ['sys-oa', 'information-system', '协同办公 OA 系统', 'app', { 'protection-grade': 'l2' }],
  ['sys-sb', 'information-system', '社会保险业务系统', 'app', { 'protection-grade': 'l3' }],
  ['sys-zz', 'information-system', '电子证照库', 'app', { 'protection-grade': 'l3' }],
  ['sys-net', 'information-system', '电子政务外网', 'net', { 'protection-grade': 'l3' }],
  ['sys-bak', 'information-system', '数据备份系统', 'app', { 'protection-grade': 'l2' }],
  [
    'dns-ywtb',
    'domain-name',
    'zwfw.yunzhou.gov.cn',
    'net',
    { fqdn: 'zwfw.yunzhou.gov.cn', 'expires-on': '2027-08-31' },
  ],
  [
    'cert-ywtb',
    'certificate',
    '一网通办站点证书',
    'net',
    { subject: 'zwfw.yunzhou.gov.cn', serial: '0A:77:1C', 'expires-on': '2027-03-15' },
  ],
  ['data-zz', 'data-resource', '电子证照目录数据', 'app', { sharing: 'conditional', records: 380 }],
]
const rows: readonly Row[] = [...racks, ...facilities, ...network, ...hosts, ...machines, ...software]

/** type: source target, several with blanks. */
const relations: readonly [type: string, from: string, to: string][] = [
  ['contains', 'room', 'rack-a01 rack-a02 rack-b01 rack-b02'],
  ['contains', 'rack-a01', 'core-1 fw-1 agg-1 lb router'],
  ['contains', 'rack-a02', 'core-2 fw-2 agg-2'],
  ['contains', 'rack-b01', 'host-1 host-2 host-db1 san'],
  ['contains', 'rack-b02', 'host-3 host-4 host-db2 bak-host bak-store'],
  ['depends-on', 'room', 'ups-1 ups-2 ac-1 ac-2'],
  ['connects-to', 'agg-1 agg-2 acc-zwfw acc-rsj acc-wjw', 'core-1 core-2'],
  ['connects-to', 'core-1 core-2', 'fw-1 fw-2'],
  ['connects-to', 'fw-1 fw-2', 'router'],
  ['connects-to', 'router', 'link-1 link-2'],
  ['connects-to', 'lb host-1 host-2 host-3 host-4 host-db1 host-db2 bak-host', 'agg-1 agg-2'],
  ['runs-on', 'cluster-vm', 'host-1 host-2 host-3 host-4'],
  ['depends-on', 'cluster-vm', 'san'],
  ['runs-on', 'vm-ywtb-1 vm-ywtb-2 vm-sso-1 vm-sso-2 vm-oa vm-sb vm-zz', 'cluster-vm'],
  ['runs-on', 'db-cluster', 'host-db1 host-db2'],
  ['depends-on', 'db-cluster', 'san'],
  ['runs-on', 'db-ywtb db-oa db-sb', 'db-cluster'],
  ['runs-on', 'app-ywtb', 'vm-ywtb-1 vm-ywtb-2'],
  ['runs-on', 'app-sso', 'vm-sso-1 vm-sso-2'],
  ['runs-on', 'app-oa', 'vm-oa'],
  ['runs-on', 'app-sb', 'vm-sb'],
  ['runs-on', 'app-zz', 'vm-zz'],
  ['runs-on', 'app-bak', 'bak-host'],
  ['depends-on', 'app-ywtb', 'db-ywtb app-sso lb'],
  ['depends-on', 'app-oa', 'db-oa app-sso'],
  ['depends-on', 'app-sb', 'db-sb app-sso'],
  ['depends-on', 'app-zz', 'db-ywtb'],
  ['uses', 'app-ywtb', 'dns-ywtb cert-ywtb'],
  ['depends-on', 'app-bak', 'bak-store'],
  ['backs-up-to', 'db-ywtb db-oa db-sb', 'bak-store'],
  ['depends-on', 'sys-ywtb', 'app-ywtb'],
  ['depends-on', 'sys-sso', 'app-sso'],
  ['depends-on', 'sys-oa', 'app-oa'],
  ['depends-on', 'sys-sb', 'app-sb'],
  ['depends-on', 'sys-zz', 'app-zz data-zz'],
  ['depends-on', 'sys-net', 'core-1 core-2 router'],
  ['depends-on', 'sys-bak', 'app-bak'],
  ['provided-by', 'data-zz', 'app-zz'],
  ['connects-to', 'net-gov', 'agg-1 agg-2'],
]

/** Who survives the loss of all but so many: of relations of that type to these. */
const redundant: readonly [items: string, type: string, to: string, needs: number, name: string][] = [
  ['agg-1 agg-2 acc-zwfw acc-rsj acc-wjw', 'connects-to', 'core-1 core-2', 1, '双上联'],
  ['core-1 core-2', 'connects-to', 'fw-1 fw-2', 1, '双出口防火墙'],
  ['router', 'connects-to', 'link-1 link-2', 1, '双专线'],
  [
    'lb host-1 host-2 host-3 host-4 host-db1 host-db2 bak-host net-gov',
    'connects-to',
    'agg-1 agg-2',
    1,
    '双网卡',
  ],
  ['cluster-vm', 'runs-on', 'host-1 host-2 host-3 host-4', 3, '四取三'],
  ['db-cluster', 'runs-on', 'host-db1 host-db2', 1, '主备'],
  ['app-ywtb', 'runs-on', 'vm-ywtb-1 vm-ywtb-2', 1, '双实例'],
  ['app-sso', 'runs-on', 'vm-sso-1 vm-sso-2', 1, '双实例'],
  ['sys-net', 'depends-on', 'core-1 core-2', 1, '双核心'],
  ['room', 'depends-on', 'ups-1 ups-2', 1, '双路 UPS'],
  ['room', 'depends-on', 'ac-1 ac-2', 1, '空调一用一备'],
]
/** Items by the label of the service that rests on them. */
const serving: Readonly<Record<string, string>> = {
  ...{ ywtb: 'sys-ywtb', sso: 'sys-sso', oa: 'sys-oa', shebao: 'sys-sb', license: 'sys-zz' },
  ...{ 'egov-net': 'sys-net', backup: 'sys-bak' },
}
const degraded = ['ac-2']

/**
 * Gives the sample city its machine room, network, hosts and applications, by the verbs, in one transaction; a later start
 * adds nothing.
 */
export async function seedCis(db: Kysely<DB>, log: (line: string) => void = () => undefined): Promise<void> {
  if (await ci.anyCi(db)) return
  await transaction(db, async (tx) => {
    const eng = await personActor(tx, 'eng02')
    const ids = await items(tx, eng)
    const made = new Map<string, string>()
    for (const [type, from, to] of relations)
      for (const a of from.split(' '))
        for (const b of to.split(' ')) {
          const [sourceId, targetId] = [ids.get(a)!, ids.get(b)!]
          made.set(`${a} ${type} ${b}`, (await ci.relate(tx, eng, { type, sourceId, targetId, note: '' })).id)
        }
    for (const [of, type, to, needs, name] of redundant)
      for (const a of of.split(' ')) {
        const relationIds = to.split(' ').map((b) => made.get(`${a} ${type} ${b}`)!)
        await ci.createRedundancy(tx, eng, { id: ids.get(a)!, name, needs, relationIds })
      }
    for (const [label, key] of Object.entries(serving)) {
      const service = await serviceByLabels(tx, { service: label })
      if (!service) continue
      const services = [{ serviceId: service.id, essential: true }]
      await ci.setServices(tx, eng, { id: ids.get(key)!, version: 1, services })
    }
    for (const [key, id] of ids)
      await ci.setLiveState(tx, eng, { id, state: degraded.includes(key) ? 'degraded' : 'up' })
  })
  log(`示例配置项 configuration items: ${rows.length}`)
}

/** @returns ids by key */
async function items(tx: Tx, eng: Actor): Promise<Map<string, string>> {
  const catalogue = await ci.catalogueOf(tx)
  const lead = await personActor(tx, 'lead01')
  const org = (await readOrgNames(tx)).byCode('om')!
  const groupIds = new Map<string, string>()
  for (const { key, name } of groups) {
    const group = await findGroupByName(tx, name)
    if (group) groupIds.set(key, group.id)
  }
  const ids = new Map<string, string>()
  for (const [key, cls, name, group, attributes = {}] of rows) {
    const row = await ci.createCi(tx, eng, {
      ...{ classId: catalogue.classByKey(cls)!.id, code: key.toUpperCase(), name, orgId: org.id! },
      ...{ ownerId: group === 'net' ? eng.id : lead.id, groupId: groupIds.get(group) ?? null },
      ...{ location: '政务信息中心机房', description: '', lifecycle: 'in-use' as const },
      attributes: attributes as Record<string, string>,
    })
    ids.set(key, row.id)
  }
  return ids
}
