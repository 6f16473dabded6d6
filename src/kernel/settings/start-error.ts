/** What keeps a process from starting; `code` is stable and safe to test for. */
export type StartErrorCode =
  | 'SETTING'
  | 'DATABASE'
  | 'DATA_DIR'
  | 'DATA_DIR_IN_USE'
  | 'DATA_VERSION'
  | 'DISK_FULL'
  | 'PG_BINARIES'
  | 'PG_USER'
  | 'PG_SOCKET'
  | 'PG_START'
  | 'PG_TIMEOUT'
  | 'PORT'

/**
 * A fault that stops the start and that an operator, not a developer, has to mend. Its message is one line,
 * `SUBJECT: 中文 | English`, meant to be printed as it is, without a stack.
 */
export class StartError extends Error {
  readonly code: StartErrorCode
  readonly zh: string
  readonly en: string

  /** @param subject the setting, file or part at fault, for example `PORT` */
  constructor(code: StartErrorCode, subject: string, zh: string, en: string, options?: ErrorOptions) {
    super(oneLine(`${subject}: ${zh} | ${en}`), options)
    this.name = 'StartError'
    this.code = code
    this.zh = oneLine(zh)
    this.en = oneLine(en)
  }
}

function oneLine(text: string): string {
  return text.replace(/\s*[\r\n]+\s*/g, ' ').trim()
}
