import { SearchOutlined } from '@ant-design/icons'
import { useEffect, useRef, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'

interface Props {
  typed: string
  onType: (typed: string) => void
  /** Rises each time the box is asked for by its key. */
  finding: number
  /** Arrow down: into what was found. */
  onDown: () => void
  /** Enter: to the first that was found. */
  onEnter: () => void
}

/** The box that finds an entry of the rail; Escape empties it and leaves it. */
export function RailFilter({ typed, onType, finding, onDown, onEnter }: Props) {
  const { t } = useTranslation('web')
  const box = useRef<HTMLInputElement>(null)
  const answered = useRef(finding)
  useEffect(() => {
    if (answered.current !== finding) box.current?.select()
    answered.current = finding
  }, [finding])
  const onKeyDown = (event: KeyboardEvent) => {
    // the Enter that ends the choice of a Chinese character is not meant for us
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') onDown()
    else if (event.key === 'Enter') onEnter()
    else if (event.key === 'Escape') {
      onType('')
      box.current?.blur()
    } else return
    event.preventDefault()
  }
  return (
    <div className="zy-rail-find">
      <SearchOutlined aria-hidden="true" />
      <input
        ref={box}
        value={typed}
        onChange={(event) => onType(event.target.value)}
        onKeyDown={onKeyDown}
        placeholder={t('shell.find')}
        aria-label={t('shell.find')}
        title={`${t('shell.findHint')}  m`}
        maxLength={40}
        autoComplete="off"
        spellCheck={false}
      />
    </div>
  )
}

/** Arrows go from entry to entry of the rail, over the names of its areas too. */
export function stepThrough(event: KeyboardEvent<HTMLElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  event.preventDefault()
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('a, button')].filter(
    (one) => one.offsetParent !== null,
  )
  const next = stops.indexOf(document.activeElement as HTMLElement) + step
  const box = event.currentTarget.parentElement?.querySelector<HTMLElement>('.zy-rail-find input')
  ;(next < 0 ? box : stops[next])?.focus()
}
