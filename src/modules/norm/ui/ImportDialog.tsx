import { Alert, Button, Input, Modal } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useExplain, useMove } from '#web/hooks.ts'
import { checkNorm, importNorm } from '../contract.ts'

/** Reads a norm from YAML: first a dry run that names every fault with its line. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('norm')
  const explain = useExplain()
  const picker = useRef<HTMLInputElement>(null)
  const [yaml, setYaml] = useState('')
  const check = useMove(checkNorm, { onProblem: () => true, invalidates: [] })
  const take = useMove(importNorm, { done: t('ui.library.taken'), onDone: onClose, onProblem: () => true })
  const report = check.data
  const error = check.error ?? take.error
  const write = (text: string) => {
    setYaml(text)
    check.reset()
  }
  return (
    <Modal
      open
      title={t('ui.library.import')}
      width={720}
      onCancel={onClose}
      footer={
        <>
          <Button onClick={() => picker.current?.click()}>{t('ui.library.file')}</Button>
          <Button disabled={yaml === ''} loading={check.isPending} onClick={() => check.mutate({ yaml })}>
            {t('ui.library.check')}
          </Button>
          <Button
            type="primary"
            disabled={!report?.ok || report.norm?.known === true}
            loading={take.isPending}
            onClick={() => take.mutate({ yaml })}
          >
            {t('ui.library.take')}
          </Button>
        </>
      }
    >
      <input
        ref={picker}
        type="file"
        accept=".yaml,.yml"
        hidden
        onChange={(event) => void event.target.files?.[0]?.text().then(write)}
      />
      <Input.TextArea
        value={yaml}
        onChange={(event) => write(event.target.value)}
        aria-label="YAML"
        rows={12}
        placeholder={
          'norm: county-rules\ntitle: { zh: 县运维办法 }\nkind: regulation\narticles:\n  - id: county-rules/1\n    …'
        }
      />
      {error ? <Alert type="error" showIcon title={explain(error)} style={{ marginTop: 8 }} /> : null}
      {report?.norm ? (
        <Alert
          type={report.norm.known ? 'info' : 'success'}
          showIcon
          style={{ marginTop: 8 }}
          title={
            report.norm.known
              ? t('ui.library.known', { edition: report.norm.edition })
              : t('ui.library.checked', {
                  title: report.norm.title,
                  edition: report.norm.edition,
                  n: report.norm.clauses,
                  added: report.norm.added.length,
                  changed: report.norm.changed.length,
                  gone: report.norm.gone.length,
                })
          }
        />
      ) : null}
      {report && !report.ok ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          style={{ marginTop: 8 }}
          title={t('ui.library.troubles', { n: report.troubles.length })}
          description={
            <ul>
              {report.troubles.map((one, i) => (
                <li key={i}>
                  {one.line === null ? '' : `${t('ui.library.line', { line: one.line })}：`}
                  {one.message}
                </li>
              ))}
            </ul>
          }
        />
      ) : null}
    </Modal>
  )
}
