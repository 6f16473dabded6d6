import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { sendDueMails } from './mail.ts'
import { streamPlugin } from './stream.ts'
import { getPreferencesVerb, putPreferencesVerb, putRhythmVerb } from './preferences.ts'
import * as verbs from './verbs.ts'
import zh from './zh-CN.ts'

export { notify, type Notice } from './notify.ts'
export { loopMark, mailHost, sendMail, type ConversationMail } from './outgoing.ts'
export {
  findSentMail,
  markBounced,
  selectOutgoing,
  withdrawNotices,
  type SentMail,
} from './store/outgoing.ts'

export const manifest: Manifest = {
  name: 'notify',
  folder: import.meta.dirname,
  locales: { zh, en },
  routes: [
    route(contract.listNotifications, verbs.listNotificationsVerb),
    route(contract.countNotifications, verbs.countNotificationsVerb),
    route(contract.readNotification, verbs.readNotificationVerb),
    route(contract.readAllNotifications, verbs.readAllNotificationsVerb),
    route(contract.getPreferences, getPreferencesVerb),
    route(contract.putPreferences, putPreferencesVerb),
    route(contract.putRhythm, putRhythmVerb),
  ],
  jobs: [{ name: 'notify.mail', everySeconds: 5, run: sendDueMails }],
  plugin: streamPlugin(),
}
