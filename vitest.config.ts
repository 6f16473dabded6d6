import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: ['scripts/test-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    // generous: sweeps over every endpoint share two cores with everything else
    testTimeout: 120_000,
    hookTimeout: 60_000,
    setupFiles: ['scripts/test-rooms.ts'],
    // a leaked handle or an unhandled rejection fails the run
    dangerouslyIgnoreUnhandledErrors: false,
  },
})
