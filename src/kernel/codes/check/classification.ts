import { bad, compact, good, type Checked } from './plain.ts'

/**
 * 密级 of information, or of what carries it, lowest first: public 公开, internal 内部, work secret 工作秘密, and the three levels of
 * state secrets: confidential 秘密, secret 机密, top secret 绝密.
 */
export const classificationLevels = [
  'public',
  'internal',
  'work-secret',
  'confidential',
  'secret',
  'top-secret',
] as const
export type ClassificationLevel = (typeof classificationLevels)[number]

const WORDS: Readonly<Record<string, ClassificationLevel>> = {
  公开: 'public',
  非密: 'public',
  无: 'public',
  内部: 'internal',
  内部资料: 'internal',
  内部公开: 'internal',
  工作秘密: 'work-secret',
  秘密: 'confidential',
  秘密级: 'confidential',
  机密: 'secret',
  机密级: 'secret',
  绝密: 'top-secret',
  绝密级: 'top-secret',
}

/** A level by its key or its Chinese word; a period behind a star (`机密★10年`) belongs to the document, not to the level. */
export function parseClassification(text: string): Checked<ClassificationLevel> {
  const word = compact(text).replace(/★.*$/, '')
  const byKey = classificationLevels.find((level) => level.replace('-', '') === word.toLowerCase())
  const level = byKey ?? (Object.hasOwn(WORDS, word) ? WORDS[word] : undefined)
  return level ? good(level) : bad('classification_unknown')
}

/** Is `level` at most `limit`? */
export function atMostLevel(level: ClassificationLevel, limit: ClassificationLevel): boolean {
  return classificationLevels.indexOf(level) <= classificationLevels.indexOf(limit)
}
