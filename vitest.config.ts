import { configDefaults, defineConfig } from 'vitest/config'

/**
 * Files that need the program's memory for themselves: they add ledgers, rules or texts of their own to it, or use up (or
 * measure) what it allows to one address in an hour.
 */
const alone = [
  'src/app/bad-input.test.ts',
  'src/app/ledger.http.test.ts',
  'src/kernel/notify/pure.test.ts',
  'src/modules/complaint/complaint.http.test.ts',
  'src/modules/norm/norm.http.test.ts',
]

const common = {
  pool: 'forks' as const,
  // generous: sweeps over every endpoint share two cores with everything else
  testTimeout: 120_000,
  hookTimeout: 60_000,
  setupFiles: ['scripts/test-rooms.ts'],
  // what is waited for comes at once or, on a busy machine, a little later; one second would be the default
  expect: { poll: { timeout: 15_000 } },
}

export default defineConfig({
  test: {
    // once for both projects
    globalSetup: ['scripts/test-setup.ts'],
    maxWorkers: 2,
    // a leaked handle or an unhandled rejection fails the run
    dangerouslyIgnoreUnhandledErrors: false,
    projects: [
      {
        test: {
          ...common,
          name: 'together',
          include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
          exclude: [...configDefaults.exclude, ...alone],
          // a worker loads the program once, not for each of its files: half of the time was that
          isolate: false,
        },
      },
      { test: { ...common, name: 'alone', include: alone } },
    ],
  },
})
