import {
  CheckOutlined,
  CloseCircleOutlined,
  CarOutlined,
  EnvironmentOutlined,
  ForwardOutlined,
  LockOutlined,
  PauseCircleOutlined,
  PlayCircleOutlined,
  RedoOutlined,
  RiseOutlined,
  RollbackOutlined,
  SendOutlined,
  UserAddOutlined,
} from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { EndpointDef } from '#kernel/http/endpoint.ts'
import {
  assignIncident,
  cancelIncident,
  closeIncident,
  confirmArrival,
  escalateIncident,
  holdIncident,
  reopenIncident,
  requestOnsite,
  resolveIncident,
  resumeIncident,
  returnIncident,
  startIncident,
  takeIncident,
} from '../../contract.ts'
import type { Move } from '../../words.ts'

interface MoveSpec {
  endpoint: EndpointDef
  icon: ReactNode
  danger?: boolean
  /** Done at one stroke: nothing to ask. */
  direct?: boolean
}

/** What each move calls and looks like. Their order is the order of the buttons: the next step of work first. */
export const moveSpecs: Record<Move, MoveSpec> = {
  take: { endpoint: takeIncident, icon: <UserAddOutlined />, direct: true },
  start: { endpoint: startIncident, icon: <PlayCircleOutlined />, direct: true },
  resume: { endpoint: resumeIncident, icon: <ForwardOutlined /> },
  resolve: { endpoint: resolveIncident, icon: <CheckOutlined /> },
  close: { endpoint: closeIncident, icon: <LockOutlined /> },
  assign: { endpoint: assignIncident, icon: <SendOutlined /> },
  hold: { endpoint: holdIncident, icon: <PauseCircleOutlined /> },
  arrive: { endpoint: confirmArrival, icon: <EnvironmentOutlined /> },
  reopen: { endpoint: reopenIncident, icon: <RedoOutlined /> },
  escalate: { endpoint: escalateIncident, icon: <RiseOutlined /> },
  'request-onsite': { endpoint: requestOnsite, icon: <CarOutlined /> },
  return: { endpoint: returnIncident, icon: <RollbackOutlined /> },
  cancel: { endpoint: cancelIncident, icon: <CloseCircleOutlined />, danger: true },
}

export const moveOrder = Object.keys(moveSpecs) as Move[]
