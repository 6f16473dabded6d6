import type { Manifest } from '../manifest.ts'
import { auditCommand } from './commands.ts'
import en from './en.ts'
import { evidence } from './evidence.ts'
import { openAudit } from './places.ts'
import { routes } from './routes.ts'
import { sealOnce, sealPlaces } from './seal.ts'
import zh from './zh-CN.ts'

export { audit, auditAll, type AuditFact } from './record.ts'
export { openAudit } from './places.ts'
export { sealOnce, sealPlaces }
export { lastSeal, sealOf, verifyNow, type LastSeal } from './state.ts'

export const manifest: Manifest = {
  name: 'audit',
  folder: import.meta.dirname,
  locales: { zh, en },
  evidence,
  routes,
  permissions: {
    'audit.read': { grants: ['audit-admin'], administrative: true },
    'audit.verify': { grants: ['audit-admin'], administrative: true },
    'audit.export': { grants: ['audit-admin'], administrative: true },
  },
  jobs: [
    {
      name: 'audit.seal',
      // half of the ten seconds that an entry may stay unsealed
      everySeconds: 5,
      run: async ({ db, settings, log }) => {
        const result = await sealOnce(db, sealPlaces(settings))
        if (result.tailCut) log('audit: the heads file knows seals that the database has lost')
        if (result.syslogError) log('audit: no syslog server', { error: result.syslogError })
      },
    },
  ],
  commands: [auditCommand],
  plugin: async (_app, { settings }) => {
    await openAudit(settings)
  },
}
