import {
  BellOutlined,
  CloseCircleOutlined,
  EyeInvisibleOutlined,
  LikeOutlined,
  LinkOutlined,
  MessageOutlined,
  PlusCircleOutlined,
  SendOutlined,
  UserAddOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'

/** What people do with alerts in the console. */
export type Move =
  'acknowledge' | 'unacknowledge' | 'take' | 'assign' | 'comment' | 'incident' | 'link' | 'silence' | 'close'

export const moveIcons: Record<Move, ReactNode> = {
  acknowledge: <LikeOutlined />,
  unacknowledge: <BellOutlined />,
  take: <UserAddOutlined />,
  assign: <SendOutlined />,
  comment: <MessageOutlined />,
  incident: <PlusCircleOutlined />,
  link: <LinkOutlined />,
  silence: <EyeInvisibleOutlined />,
  close: <CloseCircleOutlined />,
}
