import type { FileIncident } from '#modules/incident/contract.ts'
import type { z } from 'zod'

type Filing = z.input<typeof FileIncident>
type Level = Filing['impact']

/** What happened before in the sample city, as people tell it. `service`: value of the alert label; empty for none. */
export interface Case {
  service: string
  category: string
  title: string
  impact: Level
  urgency: Level
  type?: Filing['type']
  /** usual working minutes until it was restored */
  minutes: number
  solution: string
}

const fault = (
  service: string,
  category: string,
  levels: `${'h' | 'm' | 'l'}${'h' | 'm' | 'l'}`,
  minutes: number,
  title: string,
  solution: string,
): Case => {
  const level = { h: 'high', m: 'medium', l: 'low' } as const
  const [impact, urgency] = [level[levels[0] as 'h'], level[levels[1] as 'h']]
  return { service, category, title, impact, urgency, minutes, solution }
}
const ask = (...facts: Parameters<typeof fault>): Case => ({ ...fault(...facts), type: 'consultation' })
const request = (...facts: Parameters<typeof fault>): Case => ({ ...fault(...facts), type: 'request' })

export const cases: readonly Case[] = [
  fault(
    'ywtb',
    'app.error',
    'mm',
    150,
    '申报材料上传后提示“文件校验失败”',
    '修正附件类型校验规则，重新发布后验证正常',
  ),
  fault(
    'ywtb',
    'app.slow',
    'mm',
    210,
    '办件列表打开缓慢，翻页需等待十几秒',
    '为办件表补建索引，列表恢复到一秒以内',
  ),
  fault(
    'ywtb',
    'app.access',
    'hh',
    55,
    '一网通办首页无法打开，多个窗口同时反映',
    '重启接入网关并扩容连接池，服务恢复',
  ),
  fault('ywtb', 'app.error', 'lm', 320, '电子表单打印样式错位', '调整打印模板，联系窗口确认'),
  ask(
    'ywtb',
    'app.account',
    'll',
    20,
    '咨询如何给新入职窗口人员开通办件权限',
    '告知由本单位管理员在权限申请中提交',
  ),
  fault('ywtb', 'data.fix', 'ml', 400, '办件状态未同步至省平台', '补推失败报文 36 条并修正重试任务'),
  fault(
    'sso',
    'app.access',
    'hh',
    45,
    '统一身份认证登录报 503，各系统均无法登录',
    '认证节点内存耗尽，扩容并调整回收参数',
  ),
  fault('sso', 'app.account', 'lm', 30, '人员调动后账号仍显示原单位', '同步组织数据后恢复'),
  fault('sso', 'app.error', 'mm', 140, '短信验证码收不到', '短信通道余量不足，联系运营商补充'),
  request('sso', 'app.account', 'll', 35, '申请为挂职干部开通临时账号', '已按审批单开通，到期自动停用'),
  fault('oa', 'app.slow', 'mm', 190, '公文正文打开慢，流转卡在“处理中”', '清理积压任务并重启转换服务'),
  fault('oa', 'app.error', 'ml', 260, '移动端收不到待办提醒', '重新绑定推送证书'),
  fault('oa', 'app.access', 'hm', 80, '协同办公系统上午无法登录', '数据库连接数打满，终止异常会话并调整上限'),
  fault('oa', 'app.error', 'lm', 180, '红头文件模板缺失字体', '补装仿宋字体并刷新模板缓存'),
  ask('oa', 'app.account', 'll', 15, '咨询公文退回后如何继续流转', '电话指导操作，问题解决'),
  fault('shebao', 'app.error', 'hm', 120, '社保缴费基数核定时提示计算异常', '修正年度参数配置，重新核定成功'),
  fault('shebao', 'app.slow', 'mm', 230, '待遇核发月末批处理超时', '拆分批次并优化语句，当晚跑批完成'),
  fault('shebao', 'app.access', 'hh', 70, '社保经办大厅业务系统中断', '存储链路切换异常，手工切回后恢复'),
  fault('shebao', 'data.query', 'll', 200, '个人权益记录单无法导出', '修正导出模板，已通知经办人'),
  request('shebao', 'data.query', 'lm', 300, '申请提取上季度参保统计数据', '已按审批提供脱敏数据'),
  fault('license', 'app.error', 'mm', 160, '营业执照电子证照签发失败', '签章服务证书到期，更新后补签 52 份'),
  fault('license', 'app.slow', 'ml', 240, '证照核验接口响应慢', '为热点证照增加缓存'),
  fault('license', 'data.fix', 'lm', 280, '证照照面单位名称有误，申请更正', '核对底数后更正并重新签发'),
  fault('license', 'app.access', 'hm', 95, '部门调用证照共享接口返回空数据', '网关路由配置错误，回退后恢复'),
  fault('net', 'net.down', 'hh', 65, '政务外网至高新区链路中断', '光缆被施工挖断，运营商熔接后恢复'),
  fault('net', 'net.slow', 'mm', 170, '下午访问互联网明显变慢', '定位到大流量下载终端并限速'),
  fault('net', 'net.outlet', 'hm', 85, '互联网出口丢包严重', '切换备用出口，主出口由运营商处理'),
  fault('net', 'net.down', 'lm', 60, '三楼东侧办公室断网', '更换故障接入交换机光模块'),
  request('net', 'net.slow', 'll', 180, '申请为新办公点开通政务外网', '完成布线与地址分配，测试正常'),
  fault('video', 'app.error', 'hh', 40, '全市视频会议主会场无声音', '更换调音台输出线缆，会议按时召开'),
  fault('video', 'app.error', 'mm', 90, '分会场画面卡顿', '调整会议码率并固定带宽'),
  fault('video', 'net.slow', 'ml', 130, '区县会场入会失败', '更新终端注册地址'),
  fault('backup', 'app.error', 'mm', 220, '夜间备份任务失败', '备份卷空间不足，清理过期副本并扩容'),
  fault('backup', 'app.slow', 'll', 380, '增量备份耗时超过窗口', '错峰调度并启用重复数据删除'),
  fault('', 'terminal.printer', 'll', 75, '窗口票据打印机卡纸，自检不通过', '更换搓纸轮，打印正常'),
  fault('', 'terminal.pc', 'lm', 110, '办公电脑开机蓝屏', '更换内存条并恢复数据'),
  fault('', 'terminal.pc', 'll', 60, '读卡器不识别身份证', '重装驱动并更换数据线'),
  fault('', 'security.virus', 'mh', 130, '终端杀毒软件报告木马，已断网', '隔离终端、全盘查杀并重装系统'),
  request('', 'security.key', 'll', 45, '数字证书到期，申请续期', '完成续期并现场安装'),
  ask('', 'terminal.printer', 'll', 15, '咨询网络打印机如何添加', '电话指导添加，测试页打印正常'),
]

export const requesters = ['req01', 'req02', 'req03'] as const

export const callers = [
  { name: '何静', phone: '65880211', place: '政务大厅一楼 3 号窗口' },
  { name: '吕伟', phone: '65880225', place: '市场监管局登记科' },
  { name: '施琳', phone: '65880237', place: '卫健委 506 室' },
  { name: '张涛', phone: '65880242', place: '财政局国库科' },
  { name: '孔祥', phone: '65880256', place: '市政府办公室文印室' },
  { name: '曹颖', phone: '65880263', place: '社保经办大厅' },
] as const

export const comments = [
  '已联系报修人核实现象，正在查看日志。',
  '已在测试环境复现，正在定位原因。',
  '处理完成，请报修人验证。',
  '已同步告知值班长。',
] as const
