import { Button } from 'antd'
import { CloseOutlined } from '@ant-design/icons'
import { useTranslation } from 'react-i18next'
import { bulkLimit } from '../console-contract.ts'
import { moveIcons, type Move } from './moves.tsx'
import type { Alert } from './parts.tsx'

const offered: Move[] = ['acknowledge', 'take', 'assign', 'comment', 'incident', 'link', 'silence', 'close']

/** What can be done to all chosen alerts at once. */
export function BulkBar({
  rows,
  begin,
  clear,
}: {
  rows: Alert[]
  begin: (move: Move) => void
  clear: () => void
}) {
  const { t } = useTranslation('alert')
  if (rows.length === 0) return null
  const many = rows.length > bulkLimit
  return (
    <div className="zy-al-bar" role="toolbar" aria-label={t('screen.chosen', { count: rows.length })}>
      <b className="zy-num">{t('screen.chosen', { count: rows.length })}</b>
      {many ? <span role="alert">{t('screen.tooMany', { count: bulkLimit })}</span> : null}
      {offered.map((move) => (
        <Button key={move} size="small" icon={moveIcons[move]} disabled={many} onClick={() => begin(move)}>
          {t(`screen.move.${move}`)}
        </Button>
      ))}
      <Button size="small" type="text" icon={<CloseOutlined />} onClick={clear}>
        {t('screen.clear')}
      </Button>
    </div>
  )
}
