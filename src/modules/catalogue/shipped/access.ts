/** Accounts, certificates (keys) and the network: what government networks are asked for most. */
import {
  field,
  hours,
  leaderStep,
  managerStep,
  options,
  task,
  workingDays,
  type ShippedItem,
} from './parts.ts'

export const accessItems: readonly ShippedItem[] = [
  {
    code: 'account',
    category: 'account',
    popular: true,
    definition: {
      name: '账号开通与权限变更',
      nameEn: 'New account or permission',
      summary: '新同事开通账号，岗位变动调整权限，离岗停用。',
      summaryEn:
        'An account for a new colleague, other permissions after a change of post, an end when leaving.',
      description: '请写明使用人、信息系统和需要的权限。权限按岗位最小够用授予；离岗当天请申请停用。',
      descriptionEn: 'Say who, which system, which permissions. Permissions are the least the post needs.',
      keywords: '用户 登录 口令 授权 停用 离职',
      form: [
        field('what', 'choice', '办理事项', 'What', {
          options: options({
            open: ['开通账号', 'New account'],
            change: ['变更权限', 'Change of permissions'],
            close: ['停用账号', 'End an account'],
          }),
          default: 'open',
        }),
        field('userName', 'text', '使用人姓名', 'Name of the user', { maxLength: 50 }),
        field('userPhone', 'phone', '使用人电话', 'Phone of the user'),
        field('system', 'service', '信息系统', 'Information system'),
        field('login', 'text', '现有登录名', 'Present login', {
          maxLength: 60,
          shownWhen: { field: 'what', is: ['change', 'close'] },
        }),
        field('post', 'text', '岗位', 'Post', {
          maxLength: 100,
          shownWhen: { field: 'what', is: ['open', 'change'] },
        }),
        field('permissions', 'longtext', '需要的权限', 'Permissions needed', {
          maxLength: 2000,
          help: '例如：窗口收件、审批复核、统计查询。',
          helpEn: 'Such as: taking in at the window, review, statistics.',
          shownWhen: { field: 'what', is: ['open', 'change'] },
        }),
        field('until', 'date', '使用期限', 'Until', {
          required: false,
          fromDays: 1,
          help: '临时账号填写；长期使用留空。',
          helpEn: 'For a temporary account.',
          shownWhen: { field: 'what', is: ['open'] },
        }),
      ],
      approval: { steps: [leaderStep] },
      tasks: [
        task('grant', '在系统中办理', 'Set up in the system', 1, workingDays(1), {
          result: [
            field('login', 'text', '登录名', 'Login', { maxLength: 60 }),
            field('granted', 'longtext', '已授予的权限', 'Permissions granted', {
              maxLength: 2000,
              required: false,
            }),
          ],
        }),
        task('tell', '告知使用人并确认可登录', 'Tell the user and see that signing in works', 2, hours(4)),
      ],
      target: workingDays(2),
      cost: '不另收费',
      costEn: 'Free of charge',
      quality: '账号实名、一人一号；权限不超出岗位需要；初始口令首次登录必须修改。',
      qualityEn:
        'One named person, one account; no permission that the post does not need; the first password is changed at the first sign-in.',
    },
  },
  {
    code: 'key',
    category: 'account',
    definition: {
      name: '数字证书（Key）申领与补办',
      nameEn: 'Certificate key: issue or replacement',
      summary: '新领数字证书，损坏或遗失后补办。',
      summaryEn: 'A new certificate key, or one in place of a broken or lost one.',
      description: '证书与持有人身份绑定，不得转借。遗失请先办理“数字证书（Key）挂失”，再申请补办。',
      descriptionEn: 'A key belongs to one person. Report a lost one first, then ask for another.',
      keywords: '证书 UKey U盾 CA 电子签名',
      form: [
        field('what', 'choice', '办理事项', 'What', {
          options: options({
            issue: ['首次申领', 'First issue'],
            replace: ['补办', 'Replacement'],
          }),
          default: 'issue',
        }),
        field('holder', 'text', '持有人姓名', 'Holder', { maxLength: 50 }),
        field('holderPhone', 'phone', '持有人电话', 'Phone of the holder'),
        field('oldSerial', 'text', '原证书编号', 'Number of the former key', {
          maxLength: 60,
          required: false,
          shownWhen: { field: 'what', is: ['replace'] },
        }),
        field('why', 'choice', '补办原因', 'Why', {
          options: options({
            broken: ['损坏', 'Broken'],
            lost: ['遗失（已挂失）', 'Lost (reported)'],
            expired: ['到期', 'Expired'],
          }),
          shownWhen: { field: 'what', is: ['replace'] },
        }),
        field('scan', 'attachment', '身份证明扫描件', 'Proof of identity', { most: 2 }),
      ],
      approval: { steps: [leaderStep] },
      tasks: [
        task('make', '核验身份并制证', 'Check identity and make the key', 1, workingDays(2), {
          result: [
            field('serial', 'text', '证书编号', 'Number of the key', { maxLength: 60 }),
            field('validUntil', 'date', '有效期至', 'Valid until'),
          ],
        }),
        task('hand', '交付并登记领用', 'Hand over and register', 2, workingDays(1)),
      ],
      target: workingDays(3),
      cost: '首次申领免费；遗失补办按工本费',
      costEn: 'The first is free; a lost one at cost',
      quality: '制证前核验身份；证书编号、持有人、领用日期三项登记齐全。',
      qualityEn:
        'Identity is checked before a key is made; number, holder and day of issue are all registered.',
    },
  },
  {
    code: 'key-loss',
    category: 'account',
    definition: {
      name: '数字证书（Key）挂失',
      nameEn: 'Certificate key: report a loss',
      summary: '遗失后立即停用，防止冒用。',
      summaryEn: 'Have a lost key stopped at once.',
      description: '不需要审批，受理后立即停用。停用后该证书不能恢复。',
      descriptionEn: 'Needs no approval. A key that was stopped cannot be used again.',
      keywords: '证书 UKey 丢失 吊销',
      form: [
        field('holder', 'text', '持有人姓名', 'Holder', { maxLength: 50 }),
        field('serial', 'text', '证书编号（如知道）', 'Number of the key, if known', {
          maxLength: 60,
          required: false,
        }),
        field('lostOn', 'date', '遗失日期', 'Lost on', { toDays: 0 }),
        field('how', 'longtext', '遗失经过', 'What happened', { maxLength: 1000, required: false }),
      ],
      tasks: [
        task('revoke', '吊销证书', 'Revoke the certificate', 1, hours(1), {
          result: [field('serial', 'text', '已吊销的证书编号', 'Number revoked', { maxLength: 60 })],
        }),
      ],
      target: hours(2),
      quality: '受理后两个工作小时内停用。',
      qualityEn: 'Stopped within two working hours.',
    },
  },
  {
    code: 'network-access',
    category: 'network',
    popular: true,
    definition: {
      name: '计算机入网',
      nameEn: 'Network access of a computer',
      summary: '新购或更换的计算机接入政务网络。',
      summaryEn: 'Connect a new or exchanged computer to the government network.',
      description:
        '入网前须安装终端安全软件并完成补丁更新。禁止一机两用：同一台计算机不得同时连接政务外网与互联网专线。',
      descriptionEn:
        'Security software and updates come first. One computer is never in two networks at once.',
      keywords: '电脑 终端 上网 接入 准入',
      form: [
        field('network', 'choice', '接入网络', 'Network', {
          options: options({
            extranet: ['政务外网', 'Government extranet'],
            office: ['办公局域网', 'Office network'],
          }),
        }),
        field('mac', 'mac', '网卡 MAC 地址', 'MAC address', {
          help: '例如 3C-52-82-0A-1B-2C。',
          helpEn: 'Such as 3C-52-82-0A-1B-2C.',
        }),
        field('place', 'text', '房间号与信息点', 'Room and socket', { maxLength: 100 }),
        field('assetNo', 'text', '资产编号', 'Asset number', { maxLength: 60, required: false }),
        field('user', 'text', '使用人', 'User', { maxLength: 50 }),
        field('antivirus', 'yesno', '已安装终端安全软件', 'Security software is installed'),
        field('help', 'yesno', '需要上门协助', 'Somebody should come'),
        field('when', 'date', '期望上门日期', 'Day wanted', {
          fromDays: 0,
          toDays: 30,
          shownWhen: { field: 'help', is: ['yes'] },
        }),
      ],
      approval: { steps: [leaderStep] },
      tasks: [
        task('address', '分配地址并登记', 'Assign and register the address', 1, hours(4), {
          result: [field('ip', 'ip', '分配的 IP 地址', 'Address assigned')],
        }),
        task('port', '开通交换机端口', 'Enable the switch port', 1, hours(4), {
          result: [field('port', 'text', '交换机与端口', 'Switch and port', { maxLength: 100 })],
        }),
        task('admission', '终端安全检查与准入登记', 'Security check and admission', 1, hours(8)),
        task('verify', '联网验证', 'Try the connection', 2, hours(4)),
      ],
      target: workingDays(2),
      cost: '不另收费',
      costEn: 'Free of charge',
      quality: 'IP、MAC、端口、使用人四项绑定登记；入网即纳入终端管理。',
      qualityEn:
        'Address, MAC, port and user are registered together; the computer is under endpoint management from then on.',
    },
  },
  {
    code: 'ip-address',
    category: 'network',
    definition: {
      name: 'IP 地址申请',
      nameEn: 'IP address',
      summary: '服务器、设备或业务系统使用的固定地址。',
      summaryEn: 'A fixed address for a server, a device or a system.',
      keywords: '地址 固定IP 网段 端口映射',
      form: [
        field('use', 'text', '用途', 'What for', { maxLength: 200 }),
        field('count', 'number', '数量', 'How many', { min: 1, max: 64 }),
        field('zone', 'choice', '所在区域', 'Zone', {
          options: options({
            server: ['服务器区', 'Servers'],
            dmz: ['对外服务区', 'Public services'],
            office: ['办公区', 'Office'],
          }),
        }),
        field('publicPort', 'text', '需要开放的端口', 'Ports to open', {
          maxLength: 200,
          shownWhen: { field: 'zone', is: ['dmz'] },
        }),
        field('mac', 'mac', '设备 MAC 地址', 'MAC address', { required: false }),
        field('contact', 'text', '设备责任人', 'Who answers for it', { maxLength: 50 }),
      ],
      approval: { steps: [leaderStep, managerStep] },
      tasks: [
        task('assign', '分配地址', 'Assign', 1, workingDays(1), {
          result: [
            field('addresses', 'longtext', '分配的地址', 'Addresses', { maxLength: 2000 }),
            field('gateway', 'ip', '网关', 'Gateway', { required: false }),
          ],
        }),
        task('firewall', '配置访问策略', 'Configure access rules', 2, workingDays(1)),
      ],
      target: workingDays(3),
      quality: '地址台账与实际一致；对外开放端口须有审批和到期复核。',
      qualityEn: 'The ledger of addresses is what is in use; open ports are approved and reviewed when due.',
    },
  },
]
