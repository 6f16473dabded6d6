import { route } from '#kernel/http/index.ts'
import type { Manifest } from '#kernel/manifest.ts'
import { staff } from '#kernel/permission/index.ts'
import { getWall } from './contract.ts'
import en from './en.ts'
import { getWallVerb } from './read-wall.ts'
import zh from './zh-CN.ts'

export const manifest: Manifest = {
  name: 'wall',
  folder: import.meta.dirname,
  locales: { zh, en },
  permissions: {
    'wall.read': { grants: [...staff, 'vendor-engineer', 'asset-keeper'] },
  },
  routes: [route(getWall, getWallVerb)],
}
