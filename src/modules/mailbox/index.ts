import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { reactions } from './answer.ts'
import { complaintReactions } from './complaints.ts'
import { connectionsOf } from './connections.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { configureMailbox } from './environment.ts'
import * as mailboxes from './mailboxes.ts'
import * as mails from './mails.ts'
import { takeMails } from './take.ts'
import zh from './zh-CN.ts'

export { registerMailRoute, type RoutedMail } from './route-mail.ts'

export const manifest: Manifest = {
  name: 'mailbox',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'mailbox.configure': { grants: ['system-admin', 'manager'], administrative: true },
    'mailbox.quarantine': { grants: ['desk', 'duty-leader', 'manager'] },
  },
  routes: [
    route(contract.listMailboxes, mailboxes.listMailboxesVerb),
    route(contract.mailboxServices, mailboxes.mailboxServicesVerb),
    route(contract.createMailbox, mailboxes.createMailboxVerb),
    route(contract.tryMailbox, mailboxes.tryMailboxVerb),
    route(contract.updateMailbox, mailboxes.updateMailboxVerb),
    route(contract.listMails, mails.listMailsVerb),
    route(contract.getMail, mails.getMailVerb),
    route(contract.mailSource, mails.mailSourceVerb),
    route(contract.retryMail, mails.retryMailVerb),
    route(contract.discardMail, mails.discardMailVerb),
    route(contract.incidentMails, mails.incidentMailsVerb),
    route(contract.incidentMailSource, mails.incidentMailSourceVerb),
  ],
  reactions: [...reactions, ...complaintReactions],
  // often, because a turn without news costs one small query: the server tells of new mail by itself
  jobs: [{ name: 'mailbox.take', everySeconds: 2, run: takeMails }],
  plugin: (app, { settings }) => {
    configureMailbox(settings)
    app.addHook('onClose', () => connectionsOf(settings).close())
  },
}
