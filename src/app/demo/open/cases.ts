import type { Case } from '../history/cases.ts'

type Level = Case['impact']

/** What happens to an open incident after it was filed, in order. */
export type Step =
  | { by: string; do: 'start' }
  | { by: string; do: 'comment'; body: string; internal?: true }
  | { by: string; do: 'hold'; reason: 'requester' | 'vendor' | 'observation'; note: string }
  | { by: string; do: 'escalate'; group: string; reason: string }
  | { by: string; do: 'resolve'; resolution: string }

/** An incident that is at work when the demo begins. Its clocks run from the seeding on, as live ones do. */
export interface OpenCase {
  title: string
  description: string
  /** value of the alert label; empty for none. Never `ywtb`: that system is the story's. */
  service: string
  /** empty for none; without service and category nobody is in charge yet */
  category: string
  impact: Level
  urgency: Level
  type?: Case['type']
  /** how long ago it happened, in minutes */
  ago: number
  filedBy: string
  channel: 'portal' | 'phone' | 'mail' | 'inspection' | 'visit'
  /** for whom, when not by himself */
  requester?: string
  caller?: { name: string; phone: string; place: string }
  steps: readonly Step[]
}

/** Of several systems, orgs, groups, priorities and states; the first comes first. */
export const openCases: readonly OpenCase[] = [
  {
    title: '规划信息科申请开通两个新账号',
    description: '新入职两名同事，需要开通协同办公账号，名单已随邮件发送。',
    service: '',
    category: 'app.account',
    impact: 'low',
    urgency: 'low',
    type: 'request',
    ago: 310,
    filedBy: 'desk02',
    channel: 'mail',
    requester: 'req03',
    steps: [],
  },
  {
    title: '增量备份连续两晚未在窗口内完成',
    description: '巡检发现增量备份用时由 3 小时增加到 7 小时，与白天业务重叠。',
    service: 'backup',
    category: 'app.slow',
    impact: 'medium',
    urgency: 'low',
    ago: 290,
    filedBy: 'eng01',
    channel: 'inspection',
    steps: [
      { by: 'eng01', do: 'start' },
      { by: 'eng01', do: 'comment', internal: true, body: '备份网段与业务网段共用上联口，先错峰再看。' },
    ],
  },
  {
    title: '共享证照接口偶发返回空结果',
    description: '窗口调用营业执照共享接口，约两成请求返回空，重试后正常。',
    service: 'license',
    category: 'app.error',
    impact: 'medium',
    urgency: 'medium',
    ago: 260,
    filedBy: 'req01',
    channel: 'portal',
    steps: [
      { by: 'eng01', do: 'start' },
      { by: 'eng01', do: 'comment', body: '已定位到网关超时，正在请厂商提供补丁。' },
      { by: 'eng01', do: 'hold', reason: 'vendor', note: '等待接口厂商提供超时重试补丁' },
    ],
  },
  {
    title: '统一登录后跳回登录页',
    description: '两名窗口人员登录后又回到登录页，换浏览器后正常。',
    service: 'sso',
    category: 'app.access',
    impact: 'medium',
    urgency: 'medium',
    ago: 240,
    filedBy: 'req01',
    channel: 'portal',
    steps: [
      { by: 'eng01', do: 'start' },
      { by: 'eng01', do: 'escalate', group: 'vendor', reason: '会话校验是启航软件的组件，请其分析' },
      { by: 'vend01', do: 'start' },
    ],
  },
  {
    title: '社保业务系统打印凭证格式错位',
    description: '待遇核定凭证第二页表格错位，不影响业务办理。',
    service: 'shebao',
    category: 'app.error',
    impact: 'low',
    urgency: 'medium',
    ago: 225,
    filedBy: 'req02',
    channel: 'portal',
    steps: [
      { by: 'eng01', do: 'start' },
      { by: 'eng01', do: 'hold', reason: 'requester', note: '请提供一份错位的凭证样张' },
    ],
  },
  {
    title: '分会场画面卡顿，声音正常',
    description: '下午例会前测试，第三分会场画面每隔几秒停顿一次。',
    service: 'video',
    category: 'net.slow',
    impact: 'medium',
    urgency: 'high',
    ago: 200,
    filedBy: 'desk01',
    channel: 'phone',
    caller: { name: '孔祥', phone: '65880256', place: '市政府办公室会务组' },
    steps: [
      { by: 'eng02', do: 'start' },
      { by: 'eng02', do: 'comment', body: '已固定分会场带宽，画面恢复，观察到例会结束。' },
      { by: 'eng02', do: 'hold', reason: 'observation', note: '固定带宽后观察一次完整会议' },
    ],
  },
  {
    title: '杀毒软件报告可疑程序，终端已断网',
    description: '来电人按提示断开网线，桌面有不认识的压缩包。',
    service: '',
    category: 'security.virus',
    impact: 'medium',
    urgency: 'high',
    ago: 150,
    filedBy: 'desk01',
    channel: 'phone',
    caller: { name: '施琳', phone: '65880237', place: '卫健委 506 室' },
    steps: [
      { by: 'eng02', do: 'start' },
      { by: 'eng02', do: 'comment', internal: true, body: '样本已取走送检，终端保持断网。' },
    ],
  },
  {
    title: '公文批阅页面打开很慢',
    description: '打开待办公文要等半分钟，上午 9 点以后明显。',
    service: 'oa',
    category: 'app.slow',
    impact: 'medium',
    urgency: 'medium',
    ago: 130,
    filedBy: 'desk02',
    channel: 'phone',
    caller: { name: '孔祥', phone: '65880256', place: '市政府办公室文印室' },
    steps: [
      { by: 'eng01', do: 'start' },
      { by: 'eng01', do: 'comment', body: '已联系报修人核实现象，正在查看数据库慢查询。' },
    ],
  },
  {
    title: '打印机反复卡纸',
    description: '登记科窗口票据打印机今天第三次卡纸，先用备用机顶替。',
    service: '',
    category: 'terminal.printer',
    impact: 'low',
    urgency: 'low',
    ago: 110,
    filedBy: 'desk01',
    channel: 'phone',
    caller: { name: '吕伟', phone: '65880225', place: '市场监管局登记科' },
    steps: [],
  },
  {
    title: '区县单位访问互联网时断时续',
    description: '多名同事反映网页打开一半停住，刷新后恢复，约十分钟一次。',
    service: 'egov-net',
    category: 'net.slow',
    impact: 'medium',
    urgency: 'medium',
    ago: 75,
    filedBy: 'req03',
    channel: 'portal',
    steps: [],
  },
  {
    title: '科室共享文件夹打不开',
    description: '提示没有权限，昨天还能打开。',
    service: '',
    category: '',
    impact: 'low',
    urgency: 'medium',
    ago: 55,
    filedBy: 'desk01',
    channel: 'phone',
    caller: { name: '张涛', phone: '65880242', place: '财政局国库科' },
    steps: [],
  },
  {
    title: '电子签章控件在新电脑上不能加载',
    description: '新配发的电脑签章时提示控件未安装，重装后仍提示。',
    service: 'license',
    category: 'app.error',
    impact: 'low',
    urgency: 'high',
    ago: 50,
    filedBy: 'req01',
    channel: 'portal',
    steps: [
      { by: 'eng01', do: 'start' },
      { by: 'eng01', do: 'resolve', resolution: '远程安装新版签章控件并加入受信任站点，签章成功' },
    ],
  },
  {
    title: '窗口查询不到昨日办件记录',
    description: '按证件号查询提示无记录，前天及以前的可以查到。',
    service: '',
    category: 'data.query',
    impact: 'medium',
    urgency: 'medium',
    ago: 35,
    filedBy: 'desk02',
    channel: 'phone',
    caller: { name: '何静', phone: '65880211', place: '政务大厅一楼 3 号窗口' },
    steps: [],
  },
  {
    title: '社保缴费大厅多个窗口提示核心服务超时',
    description: '缴费登记提交后等待一分钟提示超时，五个窗口中三个如此。',
    service: 'shebao',
    category: 'app.slow',
    impact: 'high',
    urgency: 'medium',
    ago: 20,
    filedBy: 'req02',
    channel: 'portal',
    steps: [],
  },
  {
    title: '高新区政务外网链路中断',
    description: '高新区三家单位同时无法访问政务外网，监测显示接入链路无光。',
    service: 'egov-net',
    category: 'net.down',
    impact: 'high',
    urgency: 'high',
    ago: 12,
    filedBy: 'desk01',
    channel: 'phone',
    caller: { name: '王蕾', phone: '65880271', place: '高新区管委会办公室' },
    steps: [
      { by: 'eng02', do: 'start' },
      { by: 'eng02', do: 'comment', body: '已通知运营商抢修，备用链路正在切换。' },
    ],
  },
]
