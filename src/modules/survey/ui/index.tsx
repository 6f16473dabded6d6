import { FormOutlined } from '@ant-design/icons'
import { lazy } from 'react'
import type { Page, RecordBlock } from '#web/page.ts'

export const pages: Page[] = [
  {
    path: '/questionnaires',
    component: lazy(() =>
      import('./QuestionnairesPage.tsx').then((m) => ({ default: m.QuestionnairesPage })),
    ),
    title: 'survey:page.list',
    permission: 'survey.read',
    nav: {
      area: 'quality',
      order: 60,
      icon: <FormOutlined />,
      label: 'survey:page.list',
      also: ['/questionnaire-'],
    },
  },
  {
    path: '/questionnaires/new',
    component: lazy(() =>
      import('./QuestionnaireForm.tsx').then((m) => ({ default: m.NewQuestionnairePage })),
    ),
    title: 'survey:page.create',
    permission: 'survey.manage',
  },
  {
    path: '/questionnaires/$id',
    component: lazy(() => import('./QuestionnairePage.tsx').then((m) => ({ default: m.QuestionnairePage }))),
    title: 'survey:page.detail',
    permission: 'survey.read',
  },
  {
    path: '/questionnaires/$id/edit',
    component: lazy(() =>
      import('./QuestionnaireForm.tsx').then((m) => ({ default: m.EditQuestionnairePage })),
    ),
    title: 'survey:page.edit',
    permission: 'survey.manage',
  },
  {
    path: '/questionnaire-runs/$id',
    component: lazy(() => import('./RunPage.tsx').then((m) => ({ default: m.RunPage }))),
    title: 'survey:page.run',
    permission: 'survey.read',
  },
  {
    path: '/my-questionnaires',
    component: lazy(() =>
      import('./MyQuestionnairesPage.tsx').then((m) => ({ default: m.MyQuestionnairesPage })),
    ),
    title: 'survey:page.mine',
    layout: 'portal',
    permission: 'survey.answer',
  },
  {
    path: '/my-questionnaires/$id',
    component: lazy(() => import('./AnswerPage.tsx').then((m) => ({ default: m.AnswerPage }))),
    title: 'survey:page.answer',
    layout: 'portal',
    permission: 'survey.answer',
  },
]

export const recordBlocks: RecordBlock[] = [
  {
    record: 'portal',
    key: 'questionnaires',
    order: 20,
    permission: 'survey.answer',
    component: lazy(() => import('./PortalBlock.tsx').then((m) => ({ default: m.PortalBlock }))),
  },
]
