import i18next from 'i18next'

const english = () => i18next.language === 'en'

/** What stands between the members of a list in the page's language: 、 or a comma. */
export const comma = (): string => (english() ? ', ' : '、')

/** What leads from a word to what is said about it: ： or a colon. */
export const colon = (): string => (english() ? ': ' : '：')

/** A remark behind a word, in the brackets of the page's language. */
export const bracketed = (remark: string | number): string => (english() ? ` (${remark})` : `（${remark}）`)

/** Between parts of a list that have commas of their own. */
export const semicolon = (): string => (english() ? '; ' : '；')
