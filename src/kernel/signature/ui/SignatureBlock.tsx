import type { ReactNode } from 'react'
import { TimeText } from '#web/kit/TimeText.tsx'

export interface SignatureBlockProps {
  signature: { person: { name: string }; signedAt: string; opinion: string | null } | undefined
  /** What stands there as long as nobody has signed. */
  children: ReactNode
}

/** Who signed, when, and with which opinion. */
export function SignatureBlock({ signature, children }: SignatureBlockProps) {
  if (!signature) return <>{children}</>
  return (
    <>
      <strong>{signature.person.name}</strong> · <TimeText at={signature.signedAt} />
      {signature.opinion ? <div>{signature.opinion}</div> : null}
    </>
  )
}
