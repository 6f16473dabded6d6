import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn'
import { likelySignIn } from './preload.tsx'

export type Lang = 'zh-CN' | 'en'
type Words = Record<string, unknown>

// the shell's own words are all wanted at once; those of the rooms come in two parts (vite.config.ts)
const own = import.meta.glob<Words>('./zh-CN.ts', { eager: true, import: 'default' })
const rooms = import.meta.glob<Words>(['../kernel/*/zh-CN.ts', '../modules/*/zh-CN.ts'], {
  eager: true,
  import: 'default',
  query: '?words=first',
})

/** The namespace of a file is its room: `../modules/incident/zh-CN.ts` is `incident`, the shell's own is `web`. */
function byRoom(files: Record<string, Words>): Record<string, Words> {
  const entries = Object.entries(files).map(([path, words]) => {
    const parts = path.split('/')
    return [parts.length > 2 ? (parts[parts.length - 2] ?? 'web') : 'web', words] as const
  })
  return Object.fromEntries(entries)
}

function remembered(): Lang {
  return document.documentElement.lang === 'en' ? 'en' : 'zh-CN'
}

/** Starts i18next with Chinese; English is a download of its own, fetched when chosen. */
export async function startLocales(): Promise<void> {
  const words = byRoom({ ...own, ...rooms })
  await i18next.use(initReactI18next).init({
    lng: 'zh-CN',
    fallbackLng: 'zh-CN',
    ns: Object.keys(words),
    defaultNS: 'web',
    resources: { 'zh-CN': words },
    interpolation: { escapeValue: false },
    returnNull: false,
    // what was drawn before the words of its room came is drawn again
    react: { bindI18nStore: 'added' },
  })
  // whoever comes to sign in needs them when the form is drawn, not before
  if (!likelySignIn()) void wordsOfRooms()
  dayjs.locale('zh-cn')
  if (remembered() === 'en') await setLang('en')
}

let roomWords: Promise<void> | undefined
/** Settles when the words of all rooms are there: what is drawn with them waits for it. Who asks first has them fetched. */
export const wordsOfRooms = (): Promise<void> => (roomWords ??= addLaterWords())

/** All words of the rooms; a failure leaves their keys to be read. */
async function addLaterWords(): Promise<void> {
  try {
    const { later } = await import('./locales-later.ts')
    for (const [room, words] of Object.entries(byRoom(later)))
      i18next.addResourceBundle('zh-CN', room, words, true, true)
  } catch (error) {
    console.info('words', error)
  }
}

/** Changes the language of the page and remembers it in this browser. */
export async function setLang(lang: Lang): Promise<void> {
  if (lang === 'en' && !i18next.hasResourceBundle('en', 'web')) {
    const { english } = await import('./locales-en.ts')
    for (const [room, words] of Object.entries(byRoom(english))) i18next.addResourceBundle('en', room, words)
  }
  await i18next.changeLanguage(lang)
  dayjs.locale(lang === 'en' ? 'en' : 'zh-cn')
  document.documentElement.lang = lang
  localStorage.setItem('zy.lang', lang)
}

export function currentLang(): Lang {
  return i18next.language === 'en' ? 'en' : 'zh-CN'
}
