import { App, Progress } from 'antd'
import { PaperClipOutlined } from '@ant-design/icons'
import { useRef, useState, type ChangeEvent, type DragEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { CallInput, CallOutput, EndpointDef } from '#kernel/http/endpoint.ts'
import { newKey, Problem, urlOf } from '../api.ts'
import { useExplain } from '../hooks.ts'

export interface UploaderProps<E extends EndpointDef> {
  /** A `multipart` endpoint; the file goes as the part `file`. */
  endpoint: E
  input: CallInput<E>
  onDone: (output: CallOutput<E>) => void
  maxBytes?: number
  /** As in `<input accept>`; the server checks the content. */
  accept?: string
  disabled?: boolean
}

interface Running {
  key: string
  name: string
  percent: number
}

/** Files by click, drop or paste, one request each with its progress. */
export function Uploader<E extends EndpointDef>({
  endpoint,
  input,
  onDone,
  maxBytes = 20 * 1024 * 1024,
  accept,
  disabled,
}: UploaderProps<E>) {
  const { t } = useTranslation('web')
  const { message } = App.useApp()
  const explain = useExplain()
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const [running, setRunning] = useState<Running[]>([])
  const size = sizeText(maxBytes)

  const send = async (file: File) => {
    if (file.size > maxBytes) {
      message.error(t('kit.tooLarge', { name: file.name, size }))
      return
    }
    const key = newKey()
    setRunning((all) => [...all, { key, name: file.name, percent: 0 }])
    const progress = (percent: number) =>
      setRunning((all) => all.map((one) => (one.key === key ? { ...one, percent } : one)))
    try {
      onDone((await post(endpoint, urlOf(endpoint, input), file, progress)) as CallOutput<E>)
      message.success(t('kit.uploaded', { name: file.name }))
    } catch (error) {
      message.error(t('kit.uploadFailed', { name: file.name, why: explain(error) }))
    } finally {
      setRunning((all) => all.filter((one) => one.key !== key))
    }
  }
  const sendAll = (files: FileList | null) => [...(files ?? [])].forEach((file) => void send(file))
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    if (!disabled) sendAll(event.dataTransfer.files)
  }
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    sendAll(event.target.files)
    event.target.value = ''
  }
  return (
    <div className="zy-upload-holder">
      <button
        type="button"
        disabled={disabled}
        className={over ? 'zy-upload zy-upload-over' : 'zy-upload'}
        onClick={() => picker.current?.click()}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
        onPaste={(event) => sendAll(event.clipboardData.files)}
      >
        <PaperClipOutlined aria-hidden="true" /> {t('kit.dropHere')}
        <small>{t('kit.limits', { size })}</small>
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept={accept}
        onChange={choose}
        aria-label={t('action.upload')}
      />
      {running.map((one) => (
        <div key={one.key} className="zy-upload-running">
          <span>{one.name}</span>
          <Progress percent={one.percent} size="small" />
        </div>
      ))}
    </div>
  )
}

/** `fetch` cannot tell how much has been sent; XMLHttpRequest can. */
function post(
  ep: EndpointDef,
  url: string,
  file: File,
  progress: (percent: number) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const form = new FormData()
    form.append('file', file, file.name)
    const xhr = new XMLHttpRequest()
    xhr.open(ep.method, url)
    xhr.responseType = 'json'
    xhr.setRequestHeader('accept-language', document.documentElement.lang)
    if (ep.idempotent) xhr.setRequestHeader('idempotency-key', newKey())
    xhr.upload.onprogress = ({ loaded, total }) => progress(total ? Math.round((loaded / total) * 100) : 0)
    xhr.onerror = () => reject(new Problem(0, {}))
    xhr.onload = () => {
      if (xhr.status >= 200 && xhr.status < 300) resolve(xhr.response)
      else reject(new Problem(xhr.status, (xhr.response as object | null) ?? {}))
    }
    xhr.send(form)
  })
}

/** `20 MB`, `512 KB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`
  return `${(bytes / 1024 / 1024).toFixed(bytes % (1024 * 1024) ? 1 : 0)} MB`
}
