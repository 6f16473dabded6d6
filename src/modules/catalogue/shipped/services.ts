/** Virtual machines, software, data, meetings. */
import {
  field,
  hours,
  leaderStep,
  managerStep,
  options,
  ownerStep,
  task,
  workingDays,
  type ShippedItem,
} from './parts.ts'

export const serviceItems: readonly ShippedItem[] = [
  {
    code: 'virtual-machine',
    category: 'computing',
    popular: true,
    definition: {
      name: '虚拟机申请',
      nameEn: 'Virtual machine',
      summary: '在政务云上申请虚拟机，须附信息安全承诺书。',
      summaryEn: 'A machine in the government cloud; a signed letter of commitment is needed.',
      description:
        '申请单位对虚拟机上的系统和数据负责，按承诺书要求完成备份、补丁和口令管理。到期前三十天提醒续期。',
      descriptionEn: 'The unit answers for what runs on it, as the letter says: backup, updates, passwords.',
      keywords: '云主机 服务器 政务云 承诺书 资源',
      form: [
        field('name', 'text', '系统名称', 'System', { maxLength: 100 }),
        field('cpu', 'number', '处理器', 'Processors', { min: 1, max: 64, unit: 'vCPU', default: '4' }),
        field('memory', 'number', '内存', 'Memory', { min: 1, max: 512, unit: 'GB', default: '8' }),
        field('disk', 'number', '数据盘', 'Disk', { min: 20, max: 20_000, unit: 'GB', default: '200' }),
        field('os', 'choice', '操作系统', 'Operating system', {
          options: options({
            kylin: ['银河麒麟', 'Kylin'],
            uos: ['统信 UOS', 'UOS'],
            openeuler: ['openEuler', 'openEuler'],
            other: ['其他', 'Other'],
          }),
        }),
        field('osOther', 'text', '其他操作系统', 'Other system', {
          maxLength: 100,
          shownWhen: { field: 'os', is: ['other'] },
        }),
        field('period', 'daterange', '使用期限', 'Period', { fromDays: 0 }),
        field('exposed', 'yesno', '对互联网提供服务', 'Serves the internet'),
        field('grade', 'choice', '等级保护级别', 'Protection grade', {
          options: options({
            two: ['二级', 'Grade 2'],
            three: ['三级', 'Grade 3'],
            none: ['未定级', 'Not graded'],
          }),
          requiredWhen: { field: 'exposed', is: ['yes'] },
          required: false,
        }),
        field(
          'commitment',
          'attachment',
          '信息安全承诺书（盖章扫描件）',
          'Letter of commitment (sealed, scanned)',
          {
            most: 2,
          },
        ),
      ],
      approval: { steps: [leaderStep, managerStep] },
      tasks: [
        task('create', '创建虚拟机', 'Make the machine', 1, workingDays(1), {
          result: [
            field('ip', 'ip', '地址', 'Address'),
            field('host', 'text', '主机名', 'Host name', { maxLength: 100 }),
          ],
        }),
        task('harden', '安全基线加固', 'Harden', 2, workingDays(1)),
        task('monitor', '纳入监控与备份', 'Add to monitoring and backup', 2, workingDays(1)),
        task('deliver', '交付并移交口令', 'Hand over', 3, hours(4)),
      ],
      target: workingDays(5),
      cost: '计入单位云资源配额',
      costEn: "Counts against the unit's cloud quota",
      quality: '交付前完成基线加固、监控和备份；承诺书随单归档。',
      qualityEn:
        'Hardened, monitored and backed up before it is handed over; the letter is kept with the request.',
    },
  },
  {
    code: 'software',
    category: 'computing',
    definition: {
      name: '软件安装',
      nameEn: 'Software installation',
      summary: '办公终端安装正版软件和业务客户端。',
      summaryEn: 'Licensed software and clients on office computers.',
      keywords: '安装 正版 办公软件 客户端',
      form: [
        field('software', 'text', '软件名称与版本', 'Software and version', { maxLength: 150 }),
        field('licence', 'choice', '授权', 'Licence', {
          options: options({
            unit: ['单位已购授权', 'Bought by the unit'],
            free: ['免费软件', 'Free'],
            buy: ['需要采购', 'To be bought'],
          }),
        }),
        field('count', 'number', '终端数量', 'Computers', { min: 1, max: 500, default: '1' }),
        field('place', 'text', '地点', 'Place', { maxLength: 100 }),
        field('phone', 'phone', '联系电话', 'Phone'),
      ],
      tasks: [
        task('install', '安装并登记', 'Install and register', 1, workingDays(1), {
          result: [field('version', 'text', '已安装的版本', 'Version installed', { maxLength: 100 })],
        }),
      ],
      target: workingDays(1),
      quality: '只安装正版软件，登记授权数量。',
      qualityEn: 'Licensed software only; the number of licences is registered.',
    },
  },
  {
    code: 'data-extraction',
    category: 'data',
    definition: {
      name: '数据提取',
      nameEn: 'Data extraction',
      summary: '从业务系统提取数据，须数据归属单位同意并约定销毁日期。',
      summaryEn: 'Data from a system, with consent of its owner and a date by which it is destroyed.',
      description: '只提取办理事项所必需的字段。含个人信息的数据须脱敏或说明依据。到销毁日期须反馈销毁情况。',
      descriptionEn: 'Only what the purpose needs. Personal data are masked unless the law says otherwise.',
      keywords: '导出 统计 报表 脱敏 销毁 个人信息',
      form: [
        field('system', 'service', '数据所在系统', 'System that holds the data'),
        field('purpose', 'longtext', '用途与依据', 'Purpose and legal basis', { maxLength: 2000 }),
        field('content', 'longtext', '数据范围与字段', 'Scope and fields', { maxLength: 3000 }),
        field('personal', 'yesno', '含个人信息', 'Holds personal data'),
        field('masking', 'choice', '脱敏要求', 'Masking', {
          options: options({
            masked: ['提取时脱敏', 'Masked'],
            plain: ['不脱敏（附依据）', 'Plain, with its legal basis'],
          }),
          shownWhen: { field: 'personal', is: ['yes'] },
        }),
        field('basis', 'attachment', '依据文件', 'Legal basis', {
          most: 3,
          shownWhen: { field: 'masking', is: ['plain'] },
        }),
        field('destroyOn', 'date', '销毁日期', 'Destroyed by', { fromDays: 1, toDays: 365 }),
        field('keeper', 'text', '数据保管人', 'Keeper of the data', { maxLength: 50 }),
      ],
      approval: { steps: [leaderStep, ownerStep] },
      approvalField: 'system',
      tasks: [
        task('extract', '提取数据', 'Extract', 1, workingDays(2), {
          result: [
            field('rows', 'number', '记录数', 'Rows', { min: 0 }),
            field('checksum', 'text', '文件校验值', 'Checksum of the file', { maxLength: 130 }),
          ],
        }),
        task('deliver', '交付并登记介质', 'Hand over and register the medium', 2, workingDays(1)),
      ],
      target: workingDays(5),
      quality: '数据归属单位同意后提取；提取、交付、销毁三个环节有记录。',
      qualityEn:
        'Extracted with consent of the owner only; extraction, delivery and destruction are on record.',
    },
  },
  {
    code: 'meeting',
    category: 'meeting',
    popular: true,
    definition: {
      name: '会议技术保障',
      nameEn: 'Meeting support',
      summary: '视频会议、会场音响投影、现场值守。',
      summaryEn: 'Video conference, sound and projector, somebody on site.',
      keywords: '视频会议 投影 话筒 会场 调试',
      form: [
        field('title', 'text', '会议名称', 'Meeting', { maxLength: 150 }),
        field('day', 'date', '会议日期', 'Day', { fromDays: 0, toDays: 180 }),
        field('time', 'text', '起止时间', 'From, to', {
          maxLength: 40,
          help: '例如 9:00—11:30。',
          helpEn: 'Such as 9:00–11:30.',
        }),
        field('room', 'text', '会议室', 'Room', { maxLength: 100 }),
        field('equipment', 'multiple', '需要的设备与服务', 'Equipment and help', {
          most: 6,
          options: options({
            video: ['视频会议终端', 'Video conference'],
            projector: ['投影或大屏', 'Projector or screen'],
            microphone: ['话筒音响', 'Microphones'],
            record: ['录像', 'Recording'],
            onsite: ['现场值守', 'Somebody on site'],
          }),
        }),
        field('sites', 'longtext', '分会场与联系人', 'Other sites and contacts', {
          maxLength: 2000,
          shownWhen: { field: 'equipment', is: ['video'] },
        }),
        field('people', 'number', '参会人数', 'People', { min: 1, max: 5000, required: false }),
        field('phone', 'phone', '会务联系电话', 'Phone of the organiser'),
      ],
      tasks: [
        task('test', '会前调试', 'Test before the meeting', 1, workingDays(1)),
        task('support', '会中保障', 'Support', 2, workingDays(3), {
          result: [
            field('note', 'longtext', '保障情况', 'How it went', { maxLength: 1000, required: false }),
          ],
        }),
      ],
      target: workingDays(5),
      quality: '会前一小时完成调试；重要会议双线路、双人值守。',
      qualityEn: 'Tested an hour before; important meetings have two lines and two people.',
    },
  },
]
