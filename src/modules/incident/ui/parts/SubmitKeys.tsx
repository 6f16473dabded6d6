import type { ReactNode } from 'react'

/** Ctrl+Enter (⌘ Enter) anywhere inside submits the form in it. */
export function SubmitKeys({ children }: { children: ReactNode }) {
  return (
    <div
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        event.currentTarget.querySelector('form')?.requestSubmit()
      }}
    >
      {children}
    </div>
  )
}
