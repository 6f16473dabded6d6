import type { Tx } from '#kernel/db/index.ts'
import type { Actor } from '#kernel/permission/index.ts'
import { bodyFromText } from './body-contract.ts'
import { publishVerb, submitVerb } from './moves.ts'
import { accessArticle } from './policy.ts'
import { beginArticle } from './write.ts'
import type { Kind } from './words.ts'

/** An article as plain text: `## ` begins a section, `- ` an item, `1. ` a step. */
export interface PlainArticle {
  kind: Kind
  title: string
  summary: string
  tags: readonly string[]
  audience: 'public' | 'staff'
  serviceId: string | null
  categoryId: string | null
  text: string
}

/**
 * Takes an article through its whole way by the verbs: written by one person, published by another. For what is
 * brought in as a whole (the sample city, stocks of another system): nobody is told to review what is reviewed at once.
 * @returns its id
 * @throws as the verbs do
 */
export async function writeAndPublish(
  tx: Tx,
  by: { writer: Actor; reviewer: Actor },
  { text, ...given }: PlainArticle,
): Promise<string> {
  const writer: Actor = { ...by.writer, origin: 'import' }
  const id = await beginArticle(tx, writer, {
    ...given,
    body: bodyFromText(text),
    groupIds: [],
    classification: 'normal',
    changeNote: '',
    reviewMonths: 12,
  })
  const draft = await accessArticle(tx, writer, id)
  const { version } = await submitVerb(tx, writer, { id, version: draft.version })
  await publishVerb(tx, { ...by.reviewer, origin: 'import' }, { id, version })
  return id
}
