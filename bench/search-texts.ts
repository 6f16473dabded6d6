/** Synthetic Chinese tickets: the same for the same number, so that runs can be compared. */

const SYSTEMS =
  '一体化政务平台 公文交换系统 电子证照库 办事大厅窗口 自助终端 视频会议 内网门户 邮件系统 统一认证 数据共享平台 档案管理系统 财务系统'.split(
    ' ',
  )
const PARTS =
  '服务器 交换机 防火墙 数据库 打印机 扫描仪 虚拟机 存储阵列 中间件 负载均衡 光纤链路 无线接入点 机柜电源 空调 摄像头 读卡器'.split(
    ' ',
  )
const FAULTS =
  '无法登录 页面打不开 响应缓慢 网络中断 报错五零二 蓝屏重启 磁盘告警 证书过期 密码锁定 端口不通 接口超时 数据不同步 附件上传失败 卡纸 无法打印 画面黑屏'.split(
    ' ',
  )
const ACTIONS =
  '请尽快派人处理 已重启未恢复 影响窗口办事 群众排队较多 请电话联系 昨天也出现过 领导要求今日解决 已截图见附件 只有本科室出现 换一台电脑正常'.split(
    ' ',
  )

/** Words of known frequency: share of the newest, and share of the oldest tenth of all tickets. */
export const MARKED: Readonly<Record<string, { share: number; oldShare: number }>> = {
  系统: { share: 0.4, oldShare: 0.4 },
  网络: { share: 0.2, oldShare: 0.2 },
  漏洞: { share: 0.1, oldShare: 0.1 },
  备份: { share: 0.05, oldShare: 0.05 },
  迁移: { share: 0.02, oldShare: 0.02 },
  演练: { share: 0.005, oldShare: 0.005 },
  渗透: { share: 0.001, oldShare: 0.001 },
  雷击: { share: 0.0001, oldShare: 0.0001 },
  熔断: { share: 0.00001, oldShare: 0.00001 },
  小型机: { share: 0, oldShare: 0.02 },
  软驱: { share: 0, oldShare: 0.3 },
  传真: { share: 0, oldShare: 0.9 },
  kubernetes: { share: 0.01, oldShare: 0 },
  等级保护: { share: 0.03, oldShare: 0.03 },
}

/** A small deterministic generator (mulberry32). */
export function random(seed: number): () => number {
  let a = seed >>> 0
  return () => {
    a = (a + 0x6d2b79f5) >>> 0
    let t = a
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** Text of ticket `i` of `total`, about a hundred characters. */
export function ticketText(i: number, total: number): string {
  const next = random(i)
  const pick = (list: readonly string[]): string => list[Math.floor(next() ** 1.5 * list.length)]!
  // names and places that occur now and then: two to three characters from a few thousand
  const han = (): string => String.fromCodePoint(0x4e00 + Math.floor(next() ** 2 * 6000))
  const name = (): string => han() + han() + (next() < 0.5 ? han() : '')
  const words = Object.entries(MARKED).flatMap(([word, at]) =>
    next() < (i < total / 10 ? at.oldShare : at.share) ? [word] : [],
  )
  const day = 20160101 + Math.floor((i / total) * 100_000)
  return [
    `INC-${day}-${String(i % 10_000).padStart(4, '0')}`,
    `${pick(SYSTEMS)}${pick(FAULTS)}`,
    `${name()}反映：${pick(PARTS)}${pick(FAULTS)}，${words.join('、')}；${pick(ACTIONS)}，${pick(ACTIONS)}。`,
    `地点${name()}楼${Math.floor(next() * 900) + 100}室，联系人${name()}，主机10.${Math.floor(next() * 99)}.${Math.floor(next() * 250)}.${Math.floor(next() * 250)}。${name()}${name()}${name()}已知晓，${pick(PARTS)}运行正常。`,
  ].join('\n')
}

/** Scope tokens of ticket `i`: one of 400 orgs with its ancestors, one of 40 groups, requester and owner. */
export function ticketScope(i: number): string[] {
  const next = random(i + 0x5eed)
  const org = Math.floor(next() ** 2 * 400)
  return [
    'o:1',
    `o:${2 + (org % 20)}`,
    `o:${100 + org}`,
    `g:${Math.floor(next() * 40)}`,
    `p:${Math.floor(next() * 2000)}`,
    `p:${5000 + Math.floor(next() * 200)}`,
  ]
}
