import { defineConfig } from 'vitest/config'

/** Journeys share one server and its sample city; two files run side by side, and each worker keeps one browser. */
export default defineConfig({
  test: {
    include: ['e2e/**/*.journey.ts'],
    globalSetup: ['e2e/server.ts'],
    pool: 'forks',
    maxWorkers: 2,
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    retry: 0,
    // as long as what the page is asked for may take
    expect: { poll: { timeout: 30_000 } },
  },
})
