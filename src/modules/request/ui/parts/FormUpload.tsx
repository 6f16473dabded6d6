import { Uploader } from '#web/kit/Uploader.tsx'
import { uploadForRequest } from '../../contract.ts'

/** The place to give files in a form, before there is a request. */
export function FormUpload({ onDone }: { onDone: (file: { id: string; name: string }) => void }) {
  return <Uploader endpoint={uploadForRequest} input={{}} onDone={({ id, name }) => onDone({ id, name })} />
}
