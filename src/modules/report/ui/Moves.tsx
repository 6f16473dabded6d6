import { Button, Checkbox } from 'antd'
import {
  CheckOutlined,
  DeleteOutlined,
  EditOutlined,
  FileExcelOutlined,
  FilePdfOutlined,
  FileWordOutlined,
  InboxOutlined,
  SendOutlined,
  SyncOutlined,
} from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCall, useDownload, useMove } from '#web/hooks.ts'
import { ConfirmMove } from '#web/kit/ConfirmMove.tsx'
import * as contract from '../contract.ts'
import type { Report } from './parts.tsx'

type Asked = 'submit' | 'archive' | 'delete' | 'send'

/** What can be done with a report as it stands: files, writing, counting, handing in, sending. */
export function Moves({ report, onWrite }: { report: Report; onWrite: () => void }) {
  const { t } = useTranslation('report')
  const navigate = useNavigate()
  const [asked, setAsked] = useState<Asked | null>(null)
  const may = (ability: Report['abilities'][number]) => report.abilities.includes(ability)
  const done = { onDone: () => setAsked(null) }
  const measure = useMove(contract.measureReport, { done: t('ui.measured') })
  const confirm = useMove(contract.confirmReport, { done: t('ui.confirmed') })
  const submit = useMove(contract.submitReport, {
    ...done,
    done: t('ui.submitted'),
    invalidates: ['report', 'approval'],
  })
  const archive = useMove(contract.archiveReport, { ...done, done: t('ui.archived') })
  const remove = useMove(contract.deleteReport, {
    done: t('ui.deleted'),
    onDone: () => void navigate({ to: '/reports' as never }),
  })
  const at = { id: report.id, version: report.version }
  const simple = { submit, archive, delete: remove }
  const ask = asked !== null && asked !== 'send' ? asked : null
  return (
    <>
      {report.measuredAt ? <Files id={report.id} /> : null}
      {may('measure') ? (
        <Button icon={<SyncOutlined />} loading={measure.isPending} onClick={() => measure.mutate(at)}>
          {t('ui.measure')}
        </Button>
      ) : null}
      {may('edit') ? (
        <Button icon={<EditOutlined />} onClick={onWrite}>
          {t('ui.edit')}
        </Button>
      ) : null}
      {may('delete') ? (
        <Button
          danger
          icon={<DeleteOutlined />}
          aria-label={t('ui.delete')}
          onClick={() => setAsked('delete')}
        />
      ) : null}
      {may('archive') ? (
        <Button icon={<InboxOutlined />} onClick={() => setAsked('archive')}>
          {t('ui.archive')}
        </Button>
      ) : null}
      {may('send') ? (
        <Button type="primary" icon={<SendOutlined />} onClick={() => setAsked('send')}>
          {t('ui.send')}
        </Button>
      ) : null}
      {may('submit') ? (
        <Button type="primary" icon={<SendOutlined />} onClick={() => setAsked('submit')}>
          {t('ui.submit')}
        </Button>
      ) : null}
      {may('confirm') ? (
        <Button
          type="primary"
          icon={<CheckOutlined />}
          loading={confirm.isPending}
          onClick={() => confirm.mutate({ id: report.id })}
        >
          {t('ui.confirm')}
        </Button>
      ) : null}
      <ConfirmMove
        open={ask !== null}
        title={ask ? t(`ui.${ask}`) : ''}
        description={ask === 'delete' ? t('ui.deleteSure') : ask ? t(`ui.${ask}Hint`) : ''}
        reason="none"
        danger={ask === 'delete'}
        busy={ask ? simple[ask].isPending : false}
        onCancel={() => setAsked(null)}
        onConfirm={() => ask && simple[ask].mutate(at)}
      />
      {asked === 'send' ? <SendDialog report={report} onClose={() => setAsked(null)} /> : null}
    </>
  )
}

function Files({ id }: { id: string }) {
  const { t } = useTranslation('report')
  const word = useDownload(contract.reportWord)
  const pdf = useDownload(contract.reportPdf)
  const annex = useDownload(contract.reportAnnex)
  return (
    <>
      <Button icon={<FileWordOutlined />} loading={word.busy} onClick={() => word.run({ id })}>
        {t('ui.word')}
      </Button>
      <Button icon={<FilePdfOutlined />} loading={pdf.busy} onClick={() => pdf.run({ id })}>
        {t('ui.pdf')}
      </Button>
      <Button icon={<FileExcelOutlined />} loading={annex.busy} onClick={() => annex.run({ id })}>
        {t('ui.annex')}
      </Button>
    </>
  )
}

/** To whom: only those who may read it can be chosen. */
function SendDialog({ report, onClose }: { report: Report; onClose: () => void }) {
  const { t } = useTranslation('report')
  const found = useCall(contract.listReceivers, { id: report.id })
  const [chosen, setChosen] = useState<string[]>([])
  const send = useMove(contract.sendReport, { done: t('ui.sent'), onDone: onClose })
  const already = new Set(report.receivers.map((one) => one.person.id))
  return (
    <ConfirmMove
      open
      title={t('ui.sendTo')}
      description={t('ui.sendHint')}
      reason="none"
      okText={t('ui.send')}
      ready={chosen.length > 0}
      busy={send.isPending}
      error={found.error}
      onCancel={onClose}
      onConfirm={() => send.mutate({ id: report.id, version: report.version, personIds: chosen })}
    >
      <Checkbox.Group
        className="zy-report-people"
        value={[...already, ...chosen]}
        options={(found.data?.items ?? []).map((one) => ({
          value: one.id,
          label: one.name,
          disabled: already.has(one.id),
        }))}
        onChange={(all) => setChosen((all as string[]).filter((id) => !already.has(id)))}
      />
    </ConfirmMove>
  )
}
