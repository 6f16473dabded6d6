import { App, Button, Dropdown } from 'antd'
import {
  BellOutlined,
  InfoCircleOutlined,
  KeyOutlined,
  LogoutOutlined,
  QuestionCircleOutlined,
  SafetyOutlined,
} from '@ant-design/icons'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { useExplain } from '../hooks.ts'
import { pages } from '../rooms.ts'
import { signOut, type CurrentSession } from '../session.tsx'

/** Pages that the account menu links when a room supplies them. */
const accountPages = [
  { path: '/account/sessions', label: 'shell.sessions', icon: <SafetyOutlined /> },
  { path: '/account/password', label: 'shell.password', icon: <KeyOutlined /> },
  { path: '/account/notifications', label: 'shell.preferences', icon: <BellOutlined /> },
  { path: '/about', label: 'shell.about', icon: <InfoCircleOutlined /> },
]

export function UserMenu({ me, onHelp }: { me: CurrentSession; onHelp?: () => void }) {
  const { t } = useTranslation('web')
  const navigate = useNavigate()
  const client = useQueryClient()
  const { message } = App.useApp()
  const explain = useExplain()
  const leave = async () => {
    try {
      await signOut()
      await navigate({ to: '/sign-in' })
      client.clear()
    } catch (error) {
      message.error(explain(error))
    }
  }
  const links = accountPages.filter(({ path }) => pages.some((page) => page.path === path))
  const items = [
    {
      key: 'who',
      type: 'group' as const,
      label: (
        <span className="zy-who">
          <b>{me.person.name}</b> {me.person.login}
          <small>{me.person.orgName}</small>
        </span>
      ),
    },
    ...links.map(({ path, label, icon }) => ({ key: path, icon, label: t(label) })),
    ...(onHelp
      ? [{ key: 'help', icon: <QuestionCircleOutlined />, label: t('shell.help'), extra: '?' }]
      : []),
    { type: 'divider' as const },
    { key: 'out', icon: <LogoutOutlined />, label: t('shell.signOut') },
  ]
  const onClick = ({ key }: { key: string }) => {
    if (key === 'out') void leave()
    else if (key === 'help') onHelp?.()
    else void navigate({ to: key })
  }
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick }} placement="bottomRight">
      <Button type="text" className="zy-user" aria-label={t('shell.account')}>
        <span className="zy-avatar" aria-hidden="true">
          {me.person.name.slice(-2)}
        </span>
        <span className="zy-not-phone">{me.person.name}</span>
      </Button>
    </Dropdown>
  )
}
