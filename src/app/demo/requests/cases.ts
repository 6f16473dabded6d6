import type { Answers } from '#modules/catalogue/form-contract.ts'

/** Which group of the sample city does which task of the shipped items: `<item>.<task>`; the rest of an item by `<item>`. */
export const taskGroups: Record<string, string> = {
  account: 'app',
  key: 'desk',
  'key-loss': 'desk',
  'network-access': 'net',
  'network-access.admission': 'desk',
  'network-access.port': 'app',
  'ip-address': 'net',
  'virtual-machine': 'app',
  'virtual-machine.harden': 'net',
  software: 'desk',
  'data-extraction': 'app',
  meeting: 'desk',
  'meeting.test': 'net',
}

/** What is done about the first line, in order. */
export type Step =
  | { by: string; do: 'take' }
  | { by: string; do: 'ask'; question: string }
  | { by: string; do: 'finish'; note: string; results?: Answers }
  | { by: string; do: 'confirm'; rating: 'satisfied' | 'very-satisfied' }

export interface RequestCase {
  by: string
  title?: string
  description: string
  lines: readonly { item: string; answers: Answers }[]
  steps: readonly Step[]
}

/** Requests that are under way when the demo begins: waiting for approval, returned, being done, done, completed. */
export const requestCases: readonly RequestCase[] = [
  {
    by: 'req01',
    title: '新窗口开设：账号与计算机入网',
    description: '二楼新增综合窗口，下周一启用。',
    lines: [
      {
        item: 'account',
        answers: {
          what: 'open',
          userName: '许晴',
          userPhone: '65880112',
          system: '@ywtb',
          post: '综合窗口受理员',
          permissions: '窗口收件、办件查询',
        },
      },
      {
        item: 'network-access',
        answers: {
          network: 'extranet',
          mac: '3C-52-82-0A-1B-2C',
          place: '二楼综合窗口 08，信息点 2-08',
          user: '许晴',
          antivirus: true,
          help: false,
        },
      },
    ],
    steps: [],
  },
  {
    by: 'req03',
    description: '',
    lines: [
      {
        item: 'software',
        answers: {
          software: 'WPS 办公软件 2023 专业版',
          licence: 'unit',
          count: 3,
          place: '规划信息科 405',
          phone: '65880103',
        },
      },
    ],
    steps: [
      { by: 'desk01', do: 'take' },
      { by: 'desk01', do: 'ask', question: '请补充三台终端的资产编号。' },
    ],
  },
  {
    by: 'req02',
    description: '全市社保经办业务培训，分会场较多。',
    lines: [
      {
        item: 'meeting',
        answers: {
          title: '社保经办业务培训视频会',
          day: '+5',
          time: '9:00—11:30',
          room: '三楼第一会议室',
          equipment: ['video', 'microphone', 'onsite'],
          sites: '六个县区分会场，联系人见通知。',
          people: 120,
          phone: '65880102',
        },
      },
    ],
    steps: [{ by: 'eng02', do: 'take' }],
  },
  {
    by: 'req02',
    description: '',
    lines: [
      {
        item: 'key-loss',
        answers: { holder: '钱枫', serial: 'YZ-2024-00371', lostOn: '+0', how: '外出办事途中遗失。' },
      },
    ],
    steps: [
      { by: 'desk02', do: 'take' },
      { by: 'desk02', do: 'finish', note: '已吊销，补办请另行申请。', results: { serial: 'YZ-2024-00371' } },
      { by: 'req02', do: 'confirm', rating: 'very-satisfied' },
    ],
  },
  {
    by: 'req03',
    description: '',
    lines: [
      {
        item: 'software',
        answers: {
          software: '电子公文阅读器',
          licence: 'free',
          count: 1,
          place: '规划信息科 407',
          phone: '65880103',
        },
      },
    ],
    steps: [
      { by: 'desk01', do: 'take' },
      { by: 'desk01', do: 'finish', note: '已安装并试开公文。', results: { version: '5.2' } },
    ],
  },
]
