import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CallOutput } from '#kernel/http/endpoint.ts'
import { call, Problem } from '#web/api.ts'
import { invalidate } from '#web/hooks.ts'
import { checkCatalogue, importCatalogue } from '../contract.ts'

export type CatalogueFindings = CallOutput<typeof checkCatalogue>

/** Examining and importing of one file. `onTaken` gets the id under which its report is kept. */
export function useCatalogue(onTaken: (id: string) => void) {
  const client = useQueryClient()
  const [file, setFile] = useState<File | null>(null)
  const [report, setReport] = useState<CatalogueFindings | null>(null)
  const [busy, setBusy] = useState(false)
  const [trouble, setTrouble] = useState<string | null>(null)
  const during = async (work: () => Promise<void>) => {
    setBusy(true)
    setTrouble(null)
    try {
      await work()
    } catch (error) {
      if (!(error instanceof Problem)) throw error
      setTrouble(error.message)
    } finally {
      setBusy(false)
    }
  }
  const formOf = (content: File) => {
    const form = new FormData()
    form.append('file', content, content.name)
    return form
  }
  return {
    report,
    busy,
    trouble,
    forget: () => setReport(null),
    look: (chosen: File) =>
      during(async () => {
        setFile(chosen)
        setReport(null)
        setReport(await call(checkCatalogue, {}, { form: formOf(chosen) }))
      }),
    take: () =>
      during(async () => {
        if (!file) return
        const taken = await call(importCatalogue, {}, { form: formOf(file) })
        setReport(taken)
        onTaken(taken.id)
        await invalidate(client, 'asset-class')
      }),
  }
}
