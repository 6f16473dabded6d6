import type { Manifest } from '#kernel/manifest.ts'
import { manifest as http } from '#kernel/http/index.ts'

/** The only list of rooms. Order matters to nobody: migrations are numbered globally, rooms meet at front doors. */
export const manifests: readonly Manifest[] = [http]
