import type { Translation } from '../http/translation.ts'
import type zh from './zh-CN.ts'

export default {
  error: {
    newer:
      'The database comes from a newer version (migration {{number}} {{name}}); run that version or a later one.',
    not_migrated:
      'The database lacks {{count}} migrations; set DATABASE_OWNER_URL and run npm run zhengyun -- migrate.',
    migration_changed: 'Migration {{number}} {{name}} was applied and then edited.',
  },
} satisfies Translation<typeof zh>
