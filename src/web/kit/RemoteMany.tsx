import { CloseOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { RemoteSelect, type RemoteSource } from './RemoteSelect.tsx'

export interface RemoteManyProps {
  source: RemoteSource
  /** ids, in the order in which they were chosen */
  value?: readonly string[]
  onChange?: (value: string[]) => void
  /** names of what is chosen already */
  known: readonly { id: string; name: string }[]
  placeholder?: string
  'aria-label'?: string
}

/** Several of what is searched on the server: each chosen one is a chip that can be taken away. */
export function RemoteMany({ source, value, onChange, known, ...rest }: RemoteManyProps) {
  const { t } = useTranslation('web')
  const [names, setNames] = useState(() => new Map(known.map((one) => [one.id, one.name])))
  const ids = value ?? []
  return (
    <div className="zy-many">
      {ids.map((id) => (
        <span key={id} className="zy-chip">
          {names.get(id) ?? id}
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={`${t('action.remove')} ${names.get(id) ?? id}`}
            onClick={() => onChange?.(ids.filter((one) => one !== id))}
          />
        </span>
      ))}
      <RemoteSelect
        {...rest}
        source={source}
        value={null}
        onChange={(id, option) => {
          if (!id || ids.includes(id)) return
          setNames((now) => new Map(now).set(id, option?.label ?? id))
          onChange?.([...ids, id])
        }}
        style={{ width: 240 }}
      />
    </div>
  )
}
