import { Alert, Button, Checkbox, Input, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Problem } from '#web/api.ts'
import { useExplain } from '#web/hooks.ts'
import { Panel } from '#web/kit/RecordPage.tsx'
import { agreementKinds, type AgreementBody, type AgreementKind } from '../contract.ts'
import { CoverageEditor } from './Coverage.tsx'
import { EscalationEditor } from './Escalations.tsx'
import { PartyEditor } from './Party.tsx'
import { PauseGrid } from './PauseGrid.tsx'
import { TargetGrid } from './TargetGrid.tsx'

export interface AgreementFormProps {
  initial: AgreementBody
  isDefault: boolean
  /** not stored yet: it cannot be the default before it exists */
  fresh?: boolean
  problem: Problem | null
  busy: boolean
  onSave: (body: AgreementBody, makeDefault: boolean) => void
  onCancel: () => void
}

/** The whole agreement as one document: what does not fit together is refused together. */
export function AgreementForm({
  initial,
  isDefault,
  fresh,
  problem,
  busy,
  onSave,
  onCancel,
}: AgreementFormProps) {
  const { t } = useTranslation('sla')
  const explain = useExplain()
  const [body, setBody] = useState(initial)
  const [makeDefault, setMakeDefault] = useState(false)
  const set = (part: Partial<AgreementBody>) => setBody({ ...body, ...part })
  const errors = [...new Set((problem?.errors ?? []).map((e) => e.message).filter(Boolean))]
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onSave({ ...body, name: body.name.trim() }, makeDefault)
      }}
    >
      {problem ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          className="sla-problem"
          title={explain(problem)}
          description={
            errors.length > 0 ? (
              <ul>
                {errors.map((e) => (
                  <li key={e}>{e}</li>
                ))}
              </ul>
            ) : undefined
          }
        />
      ) : null}
      <Panel>
        {fresh ? (
          <KindSwitch kind={body.kind} onChange={(kind) => setBody(beginning(kind, body, initial))} />
        ) : null}
        <div className="sla-head">
          <label>
            <span>{t('page.name')}</span>
            <Input
              value={body.name}
              maxLength={100}
              required
              autoFocus
              onChange={(e) => set({ name: e.target.value })}
            />
          </label>
          <label>
            <span>{t('page.description')}</span>
            <Input.TextArea
              value={body.description}
              maxLength={2000}
              autoSize={{ minRows: 1, maxRows: 6 }}
              onChange={(e) => set({ description: e.target.value })}
            />
          </label>
        </div>
        <Checkbox
          checked={body.active}
          disabled={isDefault}
          onChange={(e) => set({ active: e.target.checked })}
        >
          {t('page.active')}
        </Checkbox>
        {isDefault || fresh || body.kind !== 'sla' ? null : (
          <Checkbox checked={makeDefault} onChange={(e) => setMakeDefault(e.target.checked)}>
            {t('page.makeDefault')}
          </Checkbox>
        )}
        {body.kind === 'sla' ? null : <PartyEditor party={body} onChange={set} />}
        <h3 className="sla-part">{t('page.targets')}</h3>
        <TargetGrid kind={body.kind} targets={body.targets} onChange={(targets) => set({ targets })} />
        <Checkbox checked={body.sameClockTime} onChange={(e) => set({ sameClockTime: e.target.checked })}>
          {t('page.sameClockTime')}
        </Checkbox>
      </Panel>
      <Panel title={t('page.pauses')}>
        <p className="sla-help">{t('page.pausesHelp')}</p>
        <PauseGrid kind={body.kind} rules={body.pauseRules} onChange={(pauseRules) => set({ pauseRules })} />
      </Panel>
      <Panel title={t('page.escalations')}>
        <p className="sla-help">{t('page.escalationsHelp')}</p>
        <EscalationEditor
          kind={body.kind}
          steps={body.escalations}
          onChange={(escalations) => set({ escalations })}
        />
      </Panel>
      <Panel title={t('page.coverage')}>
        <p className="sla-help">{t(body.kind === 'sla' ? 'page.coverageHelp' : 'page.coverageParty')}</p>
        <CoverageEditor rows={body.coverage} onChange={(coverage) => set({ coverage })} />
      </Panel>
      <div className="sla-buttons">
        <Button type="primary" htmlType="submit" loading={busy} disabled={body.name.trim() === ''}>
          {t('page.save')}
        </Button>
        <Button onClick={onCancel}>{t('page.cancel')}</Button>
      </div>
    </form>
  )
}

function KindSwitch({ kind, onChange }: { kind: AgreementKind; onChange: (kind: AgreementKind) => void }) {
  const { t } = useTranslation('sla')
  return (
    <div className="sla-kind">
      <Segmented
        value={kind}
        aria-label={t('page.kind')}
        options={agreementKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={onChange}
      />
      <p className="sla-help">{t(`page.kindHelp.${kind}`)}</p>
    </div>
  )
}

/** A new agreement of another kind: nothing that the former promised fits, but its name and words stay. */
function beginning(kind: AgreementKind, now: AgreementBody, initial: AgreementBody): AgreementBody {
  const { name, description, active, sameClockTime } = now
  const words = { name, description, active, sameClockTime, kind, groupIds: [], vendorOrgId: null }
  if (kind === initial.kind) return { ...initial, ...words }
  return {
    ...words,
    targets: [],
    pauseRules: [],
    coverage: [],
    escalations: [
      { metric: kind, atPercent: 80, notify: ['group-leader'] },
      {
        metric: kind,
        atPercent: 100,
        notify: kind === 'vendor' ? ['vendor-contact', 'manager'] : ['group-leader', 'manager'],
      },
    ],
  }
}
