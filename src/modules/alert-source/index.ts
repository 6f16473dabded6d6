import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { registerMailRoute } from '#modules/mailbox/index.ts'
import * as contract from './contract.ts'
import en from './en.ts'
import { intakeHookVerb } from './intake.ts'
import { Listeners } from './listen/supervisor.ts'
import { previewSourceVerb } from './preview.ts'
import { routeMail } from './route-mail.ts'
import { resolveDue } from './settle.ts'
import * as sources from './sources.ts'
import { dropOldMessages } from './store/message.ts'
import zh from './zh-CN.ts'

export const manifest: Manifest = {
  name: 'alert-source',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'alert-source.read': {
      grants: ['system-admin', 'manager', 'duty-leader', 'engineer'],
      administrative: true,
    },
    'alert-source.manage': { grants: ['system-admin', 'manager'], administrative: true },
  },
  routes: [
    route(contract.listSources, sources.listSourcesVerb),
    route(contract.zabbixMediaType, sources.zabbixMediaTypeVerb),
    route(contract.getSource, sources.getSourceVerb),
    route(contract.listMessages, sources.listMessagesVerb),
    route(contract.createSource, sources.createSourceVerb),
    route(contract.previewSource, previewSourceVerb),
    route(contract.editSource, sources.editSourceVerb),
    route(contract.renewToken, sources.renewTokenVerb),
    route(contract.deleteSource, sources.deleteSourceVerb),
    route(contract.intakeHook, intakeHookVerb),
  ],
  jobs: [
    { name: 'alert-source.resolve', everySeconds: 5, run: resolveDue },
    { name: 'alert-source.tidy', everySeconds: 60, run: ({ db }) => dropOldMessages(db) },
  ],
  setUp: () => registerMailRoute('alert-source', routeMail),
  plugin: (app, { db, settings }) => {
    // a process that only serves pages listens to nothing else
    if (settings.role === 'web') return
    const listeners = new Listeners(db, (line, data) => app.log.warn(data ?? {}, line))
    app.addHook('onListen', async () => listeners.start())
    // before the database goes: what was taken is committed
    app.addHook('onClose', () => listeners.close())
  },
}
