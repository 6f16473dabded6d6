import { Alert, Button, Input } from 'antd'
import { SaveOutlined, SendOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { useMove } from '#web/hooks.ts'
import { comma } from '#web/kit/marks.ts'
import { PlainText } from '#web/kit/PlainText.tsx'
import { Panel } from '#web/kit/RecordPage.tsx'
import type { getReport } from '../contract.ts'
import { sections, submitReport, updateReport, type Section } from '../contract.ts'

type Report = CallOutput<typeof getReport>
type Texts = Record<Section, string>

const textsOf = (report: Report): Texts => ({
  symptom: report.symptom,
  analysis: report.analysis,
  solution: report.solution,
  improvement: report.improvement,
})

/** The four sections; as text for readers, as fields for those who write. Text in the fields survives others' changes. */
export function Editor({ report }: { report: Report }) {
  const { t } = useTranslation('fault-report')
  const [own, setOwn] = useState<{ version: number; texts: Texts } | null>(null)
  const writes = report.abilities.includes('update')
  const texts = own?.texts ?? textsOf(report)
  const stale = own !== null && own.version !== report.version
  const save = useMove(updateReport, { done: t('record.saved'), onDone: () => setOwn(null) })
  const submit = useMove(submitReport, { done: t('record.submitted') })
  const write = (section: Section, text: string) =>
    setOwn({ version: own?.version ?? report.version, texts: { ...texts, [section]: text } })
  const missing = sections.filter((section) => report[section].trim() === '')
  return (
    <>
      <Notes report={report} />
      {stale ? (
        <Alert
          type="warning"
          showIcon
          title={t('record.stale')}
          action={<Button onClick={() => setOwn(null)}>{t('record.useTheirs')}</Button>}
        />
      ) : null}
      {sections.map((section) => (
        <Panel key={section} title={t(`section.${section}`)}>
          {writes ? (
            <Input.TextArea
              className="zy-no-print"
              aria-label={t(`section.${section}`)}
              placeholder={t(`hint.${section}`)}
              value={texts[section]}
              onChange={(event) => write(section, event.target.value)}
              autoSize={{ minRows: 4, maxRows: 20 }}
              maxLength={20_000}
            />
          ) : null}
          <div className={writes ? 'zy-report-print' : undefined}>
            {texts[section] ? <PlainText>{texts[section]}</PlainText> : <span>{t('record.notWritten')}</span>}
          </div>
        </Panel>
      ))}
      {writes ? (
        <div className="zy-report-buttons zy-no-print">
          <Button
            type={own === null ? 'default' : 'primary'}
            icon={<SaveOutlined />}
            disabled={own === null}
            loading={save.isPending}
            // saving over another's change is a decision made with the warning above in view
            onClick={() => save.mutate({ id: report.ticketId, ...texts, version: report.version })}
          >
            {t('record.save')}
          </Button>
          <Button
            type={own === null ? 'primary' : 'default'}
            icon={<SendOutlined />}
            disabled={own !== null || missing.length > 0 || !report.abilities.includes('submit')}
            loading={submit.isPending}
            onClick={() => submit.mutate({ id: report.ticketId, version: report.version })}
          >
            {t('record.submit')}
          </Button>
          <span className="zy-page-sub" role="status">
            {own !== null
              ? t('record.unsaved')
              : missing.length > 0
                ? t('record.missing', {
                    parts: missing.map((section) => t(`section.${section}`)).join(comma()),
                  })
                : ''}
          </span>
        </div>
      ) : null}
    </>
  )
}

function Notes({ report }: { report: Report }) {
  const { t } = useTranslation('fault-report')
  return (
    <>
      {report.outdated ? <Alert type="warning" showIcon title={t('record.outdated')} /> : null}
      {report.state === 'returned' ? (
        <Alert type="warning" showIcon title={t('record.returnedNote', { reason: report.reviewNote })} />
      ) : null}
      {report.state === 'reviewed' && report.reviewNote ? (
        <Alert type="success" showIcon title={t('record.approvedNote', { note: report.reviewNote })} />
      ) : null}
    </>
  )
}
