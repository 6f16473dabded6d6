import { useManifests } from '#kernel/testing/manifests.ts'

// loaded only by tests that want the whole program: pure tests stay quick
useManifests(async () => (await import('#app/modules.ts')).manifests)
