/** The sample city 云州市: invented names, as an information centre of a city of this size would have them. */
export const unitName = '云州市政务信息中心'

export interface SampleOrg {
  code: string
  name: string
  kind: 'department' | 'vendor'
  under: string
}

export const orgs: readonly SampleOrg[] = [
  { code: 'om', name: '运行维护科', kind: 'department', under: 'unit' },
  { code: 'sec', name: '网络安全科', kind: 'department', under: 'unit' },
  { code: 'gov', name: '市直部门', kind: 'department', under: 'unit' },
  { code: 'zwfw', name: '市政务服务局', kind: 'department', under: 'gov' },
  { code: 'rsj', name: '市人力资源和社会保障局', kind: 'department', under: 'gov' },
  { code: 'scjg', name: '市市场监督管理局', kind: 'department', under: 'gov' },
  { code: 'wjw', name: '市卫生健康委员会', kind: 'department', under: 'gov' },
  { code: 'czj', name: '市财政局', kind: 'department', under: 'gov' },
  { code: 'zfb', name: '市政府办公室', kind: 'department', under: 'gov' },
  { code: 'vendors', name: '外包单位', kind: 'department', under: 'unit' },
  { code: 'qihang', name: '启航软件有限公司', kind: 'vendor', under: 'vendors' },
  { code: 'yunan', name: '云安网络技术有限公司', kind: 'vendor', under: 'vendors' },
]

export interface SamplePerson {
  login: string
  name: string
  org: string
  role: string
  /** org code the role holds for; the whole unit where absent */
  scope?: string
  phone?: string
  title?: string
  kind?: 'machine'
}

/** Who leads which unit 负责人, by code and login: whoever asks for an approval has a superior. */
export const leaders: Readonly<Record<string, string>> = { unit: 'mgr01', om: 'lead01' }

export const people: readonly SamplePerson[] = [
  {
    login: 'req01',
    name: '赵敏',
    org: 'zwfw',
    role: 'requester',
    scope: 'zwfw',
    phone: '65880101',
    title: '窗口管理科',
  },
  {
    login: 'req02',
    name: '钱枫',
    org: 'rsj',
    role: 'requester',
    scope: 'rsj',
    phone: '65880102',
    title: '社保经办中心',
  },
  {
    login: 'req03',
    name: '孙悦',
    org: 'wjw',
    role: 'requester',
    scope: 'wjw',
    phone: '65880103',
    title: '规划信息科',
  },
  { login: 'desk01', name: '李静', org: 'om', role: 'desk', phone: '65881001', title: '服务台坐席' },
  { login: 'desk02', name: '周宁', org: 'om', role: 'desk', phone: '65881002', title: '服务台坐席' },
  { login: 'eng01', name: '吴强', org: 'om', role: 'engineer', phone: '65881101', title: '应用运维工程师' },
  { login: 'eng02', name: '郑凯', org: 'om', role: 'engineer', phone: '65881102', title: '网络运维工程师' },
  {
    login: 'vend01',
    name: '冯博',
    org: 'qihang',
    role: 'vendor-engineer',
    scope: 'qihang',
    phone: '65889101',
    title: '驻场工程师',
  },
  { login: 'lead01', name: '陈立', org: 'om', role: 'duty-leader', phone: '65881201', title: '值班长' },
  { login: 'mgr01', name: '褚明', org: 'om', role: 'manager', phone: '65881301', title: '运维主管' },
  { login: 'asset01', name: '卫兰', org: 'om', role: 'asset-keeper', phone: '65881401', title: '资产管理员' },
  {
    login: 'fin01',
    name: '蒋文',
    org: 'czj',
    role: 'finance',
    phone: '65880501',
    title: '行政政法科',
  },
  { login: 'intake01', name: '监控接入账号', org: 'om', role: 'intake', kind: 'machine' },
]

export const administrators = {
  system: { login: 'sys01', name: '沈系统' },
  security: { login: 'sec01', name: '韩安全' },
  audit: { login: 'aud01', name: '杨审计' },
}

export interface SampleGroup {
  key: string
  name: string
  org: string
  line: 1 | 2 | 3
  dispatch: 'none' | 'turn' | 'load'
  members: readonly { login: string; leader?: boolean }[]
}

export const groups: readonly SampleGroup[] = [
  {
    key: 'desk',
    name: '服务台',
    org: 'om',
    line: 1,
    dispatch: 'none',
    members: [{ login: 'desk01', leader: true }, { login: 'desk02' }],
  },
  {
    key: 'app',
    name: '应用运维组',
    org: 'om',
    line: 2,
    dispatch: 'turn',
    members: [{ login: 'eng01', leader: true }],
  },
  {
    key: 'net',
    name: '网络与安全组',
    org: 'om',
    line: 2,
    dispatch: 'turn',
    members: [{ login: 'eng02', leader: true }],
  },
  {
    key: 'vendor',
    name: '启航软件驻场组',
    org: 'qihang',
    line: 3,
    dispatch: 'turn',
    members: [{ login: 'vend01', leader: true }],
  },
]

export interface SampleService {
  code: string
  name: string
  description: string
  owner: string
  group: string
  vendor?: string
  protectionGrade: number
  public: boolean
  /** value of the label `service` in alerts */
  label: string
}

export const services: readonly SampleService[] = [
  {
    code: 'ywtb',
    name: '一网通办平台',
    description: '政务服务事项的申报、受理与办结',
    owner: 'zwfw',
    group: 'app',
    vendor: 'qihang',
    protectionGrade: 3,
    public: true,
    label: 'ywtb',
  },
  {
    code: 'sso',
    name: '统一身份认证系统',
    description: '各政务系统的统一登录',
    owner: 'zwfw',
    group: 'app',
    vendor: 'qihang',
    protectionGrade: 3,
    public: true,
    label: 'sso',
  },
  {
    code: 'oa',
    name: '协同办公 OA 系统',
    description: '公文流转与日常办公',
    owner: 'zfb',
    group: 'app',
    protectionGrade: 2,
    public: true,
    label: 'oa',
  },
  {
    code: 'shebao',
    name: '社会保险业务系统',
    description: '社保登记、缴费与待遇核发',
    owner: 'rsj',
    group: 'app',
    protectionGrade: 3,
    public: true,
    label: 'shebao',
  },
  {
    code: 'license',
    name: '电子证照库',
    description: '证照的归集、签发与共享',
    owner: 'zwfw',
    group: 'app',
    protectionGrade: 3,
    public: true,
    label: 'license',
  },
  {
    code: 'net',
    name: '电子政务外网',
    description: '各单位接入与互联网出口',
    owner: 'om',
    group: 'net',
    vendor: 'yunan',
    protectionGrade: 3,
    public: true,
    label: 'egov-net',
  },
  {
    code: 'video',
    name: '视频会议系统',
    description: '市级视频会议保障',
    owner: 'zfb',
    group: 'net',
    protectionGrade: 2,
    public: true,
    label: 'video',
  },
  {
    code: 'backup',
    name: '数据备份系统',
    description: '业务数据备份与恢复',
    owner: 'om',
    group: 'app',
    protectionGrade: 2,
    public: false,
    label: 'backup',
  },
]

export interface SampleCategory {
  code: string
  name: string
  nameEn: string
  under?: string
  group?: string
}

export const categories: readonly SampleCategory[] = [
  { code: 'app', name: '应用系统', nameEn: 'Application' },
  { code: 'app.access', name: '无法访问', nameEn: 'Not reachable', under: 'app' },
  { code: 'app.slow', name: '响应缓慢', nameEn: 'Slow', under: 'app' },
  { code: 'app.error', name: '功能报错', nameEn: 'Function error', under: 'app' },
  { code: 'app.account', name: '账号与权限', nameEn: 'Account and permission', under: 'app' },
  { code: 'net', name: '网络', nameEn: 'Network', group: 'net' },
  { code: 'net.down', name: '网络中断', nameEn: 'Network down', under: 'net', group: 'net' },
  { code: 'net.slow', name: '网络缓慢', nameEn: 'Network slow', under: 'net', group: 'net' },
  { code: 'net.outlet', name: '互联网出口', nameEn: 'Internet access', under: 'net', group: 'net' },
  { code: 'terminal', name: '终端与外设', nameEn: 'Terminal and peripherals', group: 'desk' },
  { code: 'terminal.pc', name: '计算机', nameEn: 'Computer', under: 'terminal', group: 'desk' },
  { code: 'terminal.printer', name: '打印机', nameEn: 'Printer', under: 'terminal', group: 'desk' },
  { code: 'security', name: '网络安全', nameEn: 'Security', group: 'net' },
  { code: 'security.virus', name: '病毒与木马', nameEn: 'Malware', under: 'security', group: 'net' },
  {
    code: 'security.key',
    name: '数字证书与密钥',
    nameEn: 'Certificate and key',
    under: 'security',
    group: 'desk',
  },
  { code: 'data', name: '数据', nameEn: 'Data' },
  { code: 'data.query', name: '数据查询', nameEn: 'Data query', under: 'data' },
  { code: 'data.fix', name: '数据更正', nameEn: 'Data correction', under: 'data' },
]
