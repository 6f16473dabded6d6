import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useUrlState } from '#web/url.ts'

/** Filters by one label, `name=value`, when it has been typed whole. */
export function LabelFilter() {
  const { t } = useTranslation('check')
  const [url, setUrl] = useUrlState()
  const wanted = url['label'] ?? ''
  const [text, setText] = useState(wanted)
  const [known, setKnown] = useState(wanted)
  // the address changed from outside (Back, cleared filters): follow it
  if (known !== wanted) {
    setKnown(wanted)
    setText(wanted)
  }
  const settle = () => {
    if (text.trim() !== wanted) setUrl({ label: text.trim() || undefined }, { push: true })
  }
  return (
    <Input
      allowClear
      value={text}
      maxLength={270}
      placeholder={t('screen.list.label')}
      aria-label={t('screen.list.label')}
      onChange={(event) => {
        setText(event.target.value)
        if (event.target.value === '') setUrl({ label: undefined }, { push: true })
      }}
      onBlur={settle}
      onPressEnter={settle}
      style={{ width: 130 }}
    />
  )
}
