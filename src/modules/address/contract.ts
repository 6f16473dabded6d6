import { defineLedger } from '#kernel/ledger/define-contract.ts'
import { f } from '#kernel/ledger/field-contract.ts'
import { ledgerEndpoints } from '#kernel/ledger/ledger-contract.ts'

/** IP addresses 地址: applied for, assigned by approval, released; none is given twice. */
export const ipAddress = defineLedger({
  name: 'ip-address',
  path: '/ip-addresses',
  room: 'address',
  words: 'ip',
  read: 'address.read',
  keep: 'address.apply',
  titleField: 'ip',
  numbering: { pattern: 'IP-{yyyy}-{seq:4}' },
  fields: {
    ip: f.ip({ required: true, unique: 'everywhere', search: true, example: '10.12.3.45' }),
    network: f.cidr({ example: '10.12.3.0/24' }),
    zone: f.code({ list: 'address.zone', required: true }),
    mac: f.mac(),
    device: f.text({ max: 100, required: true, search: true }),
    usage: f.text({ max: 200, required: true, search: true }),
    userOrg: f.org({ required: true }),
    contact: f.person({ required: true }),
    place: f.text({ max: 100 }),
    ports: f.text({ max: 200, example: 'TCP 443, 8443' }),
    expiresOn: f.date(),
    assignedOn: f.date({ computed: true }),
    assignedBy: f.person({ computed: true }),
    releasedOn: f.date({ computed: true }),
    remark: f.longtext({ max: 1000 }),
  },
  lifecycle: {
    states: ['requested', 'assigned', 'released', 'refused'],
    start: 'requested',
    closed: ['released', 'refused'],
    moves: {
      assign: {
        from: ['requested'],
        to: 'assigned',
        can: 'address.assign',
        approval: 'assign',
        sets: { assignedOn: 'today', assignedBy: 'actor' },
      },
      extend: {
        from: ['assigned'],
        to: 'assigned',
        can: 'address.assign',
        asks: ['expiresOn'],
        needs: ['expiresOn'],
        reason: true,
      },
      release: {
        from: ['assigned'],
        to: 'released',
        can: 'address.assign',
        reason: true,
        sets: { releasedOn: 'today' },
      },
      refuse: { from: ['requested'], to: 'refused', can: 'address.assign', reason: true },
    },
  },
  list: {
    columns: ['ip', 'zone', 'device', 'usage', 'userOrg', 'contact', 'expiresOn', 'state'],
    filters: ['state', 'zone', 'userOrg', 'contact', 'expiresOn'],
    sorts: ['ip', 'expiresOn', 'updatedAt'],
  },
  reminders: [
    { field: 'expiresOn', days: [30, 7, 0], to: { person: 'contact' }, in: ['assigned'] },
    { field: 'expiresOn', days: [0], to: { permission: 'address.assign' }, in: ['assigned'] },
  ],
  importKey: 'ip',
  comments: true,
})

/** Domain names 域名: registration, filing, certificate, and when each of them ends. */
export const domainName = defineLedger({
  name: 'domain-name',
  path: '/domain-names',
  room: 'address',
  words: 'domain',
  read: 'address.read',
  keep: 'address.apply',
  titleField: 'name',
  fields: {
    name: f.text({
      max: 253,
      required: true,
      unique: 'everywhere',
      search: true,
      pattern:
        /^(?=.{4,253}$)([a-z0-9\u4e00-\u9fff]([a-z0-9\u4e00-\u9fff-]{0,61}[a-z0-9\u4e00-\u9fff])?\.)+[a-z\u4e00-\u9fff]{2,}$/,
      example: 'fw.yunzhou.gov.cn',
    }),
    kind: f.choice({ options: ['government', 'public', 'internal'], required: true }),
    site: f.text({ max: 100, required: true, search: true }),
    registrant: f.org({ required: true }),
    contact: f.person({ required: true }),
    address: f.ref({ to: 'ip-address' }),
    icpNumber: f.text({ max: 60, search: true }),
    policeNumber: f.text({ max: 60, search: true }),
    registrar: f.text({ max: 100 }),
    registeredOn: f.date({ past: true }),
    expiresOn: f.date({ after: 'registeredOn' }),
    certificateUntil: f.date(),
    closedOn: f.date({ computed: true }),
    remark: f.longtext({ max: 1000 }),
  },
  lifecycle: {
    states: ['requested', 'in-use', 'closed'],
    start: 'requested',
    closed: ['closed'],
    moves: {
      open: { from: ['requested'], to: 'in-use', can: 'address.assign', approval: 'domain' },
      renew: {
        from: ['in-use'],
        to: 'in-use',
        can: 'address.assign',
        asks: ['expiresOn', 'certificateUntil'],
        reason: true,
      },
      close: {
        from: ['requested', 'in-use'],
        to: 'closed',
        can: 'address.assign',
        reason: true,
        sets: { closedOn: 'today' },
      },
    },
  },
  list: {
    columns: ['name', 'site', 'kind', 'registrant', 'expiresOn', 'certificateUntil', 'state'],
    filters: ['state', 'kind', 'registrant', 'expiresOn', 'certificateUntil'],
    sorts: ['name', 'expiresOn', 'certificateUntil', 'updatedAt'],
  },
  reminders: [
    { field: 'expiresOn', days: [60, 30, 7, 0], to: { person: 'contact' }, in: ['in-use'] },
    { field: 'certificateUntil', days: [30, 14, 3, 0], to: { person: 'contact' }, in: ['in-use'] },
    { field: 'certificateUntil', days: [3, 0], to: { permission: 'address.assign' }, in: ['in-use'] },
  ],
  importKey: 'name',
  comments: true,
})

export const ipEndpoints = ledgerEndpoints(ipAddress)
export const domainEndpoints = ledgerEndpoints(domainName)
