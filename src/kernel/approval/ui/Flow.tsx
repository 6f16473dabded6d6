import { Button } from 'antd'
import { CheckOutlined, CloseOutlined, EllipsisOutlined, SwapOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { comma } from '#web/kit/marks.ts'
import { PlainText } from '#web/kit/PlainText.tsx'
import { TimeText } from '#web/kit/TimeText.tsx'
import { Dialogs } from './Dialogs.tsx'
import { ItemTag, OverdueTag } from './tags.tsx'
import type { Detail, Signature } from './types.ts'

const icons = {
  ahead: null,
  now: <EllipsisOutlined />,
  done: <CheckOutlined />,
  stopped: <CloseOutlined />,
}

/** The steps from top to bottom: who decided what, who is asked now, who will be. */
export function Flow({ approval }: { approval: Detail }) {
  const { t } = useTranslation('approval')
  const [giving, setGiving] = useState<string | null>(null)
  const revising = approval.currentStep === 0
  const mine = new Set(approval.mine.map((item) => item.id))
  // who oversees may give what waits for somebody else to another; the own has its button below
  const mayGive = (one: Signature) =>
    approval.abilities.includes('transfer') && one.state === 'waiting' && !mine.has(one.id)
  return (
    <>
      <ol className="zy-appr-flow">
        <li className={revising ? 'zy-appr-now' : 'zy-appr-done'}>
          <span className="zy-appr-dot" aria-hidden="true">
            {revising ? icons.now : icons.done}
          </span>
          <div className="zy-appr-step">
            <b>{t('ui.requester')}</b>
            {revising ? <span className="zy-appr-mode">{t('ui.revising')}</span> : null}
          </div>
          <div className="zy-appr-signature">
            <span>{approval.requester.name}</span>
            <small>
              <TimeText at={approval.startedAt} />
            </small>
          </div>
        </li>
        {approval.steps.map((step) => (
          <li
            key={step.no}
            className={`zy-appr-${step.state}`}
            aria-current={step.state === 'now' ? 'step' : undefined}
          >
            <span className="zy-appr-dot" aria-hidden="true">
              {icons[step.state] ?? step.no}
            </span>
            <div className="zy-appr-step">
              <b>{step.name}</b>
              {step.mode !== 'one' ? <span className="zy-appr-mode">{t(`mode.${step.mode}`)}</span> : null}
            </div>
            {step.signatures.length > 0 ? (
              step.signatures.map((one) => (
                <SignatureLine key={one.id} one={one} give={mayGive(one) ? setGiving : undefined} />
              ))
            ) : (
              <div className="zy-appr-signature zy-appr-planned">
                {t('ui.planned', { names: step.planned.map((person) => person.name).join(comma()) })}
              </div>
            )}
          </li>
        ))}
      </ol>
      <Dialogs
        approval={approval}
        kind={giving ? 'transfer' : null}
        itemId={giving ?? undefined}
        close={() => setGiving(null)}
        onDone={() => undefined}
      />
    </>
  )
}

function SignatureLine({ one, give }: { one: Signature; give: ((id: string) => void) | undefined }) {
  const { t } = useTranslation('approval')
  return (
    <div className="zy-appr-signature">
      <span>
        {one.by ? `${one.by.name} · ${t('ui.behalf', { name: one.person.name })}` : one.person.name}
      </span>
      <ItemTag state={one.state} />
      {one.overdue ? <OverdueTag /> : null}
      <small>
        {one.decidedAt ? <TimeText at={one.decidedAt} /> : null}
        {one.state === 'waiting' && one.dueAt ? (
          <>
            {t('ui.due')} <TimeText at={one.dueAt} />
          </>
        ) : null}
      </small>
      {give ? (
        <Button size="small" icon={<SwapOutlined />} onClick={() => give(one.id)}>
          {t('ui.give')}
        </Button>
      ) : null}
      {one.reason ? (
        <div className="zy-bubble">
          <PlainText>{one.reason}</PlainText>
        </div>
      ) : null}
    </div>
  )
}
