// The boundaries of ARCHITECTURE.md ("A room", "Boundaries"). No exclusions: a rule that hurts is changed here and there.

/** Files without I/O that both ends may import: contracts and the words and rules they are made of. */
const pure = [
  '^src/kernel/http/(endpoint|when|translation)\\.ts$',
  '^src/kernel/codes/(checks|check/[a-z-]+)\\.ts$',
  '^src/(kernel|modules)/[^/]+/(zh-CN|en|words|lifecycle|contract)\\.ts$',
  '^src/(kernel|modules)/[^/]+/[a-z]+-contract\\.ts$',
  '^src/(kernel|modules)/[^/]+/ui/(zh-CN|en)\\.ts$',
  '^src/(kernel|modules)/[^/]+/ui/[a-z]+/(zh-CN|en)\\.ts$',
]
const room = '^src/(?:kernel|modules)/[^/]+/'
/** Tests, and the helpers of tests that lie in a room’s testing/. */
const isTest = '\\.test\\.tsx?$|/testing/'

module.exports = {
  forbidden: [
    {
      name: 'modules-meet-at-front-doors',
      comment: 'Another module is reached through its index.ts or its contract.',
      severity: 'error',
      from: { path: '^src/modules/([^/]+)/' },
      to: { path: '^src/modules/', pathNot: ['^src/modules/$1/', '^src/modules/[^/]+/index\\.ts$', ...pure] },
    },
    {
      name: 'modules-use-kernel-front-doors',
      comment: 'A module reaches the kernel through a room’s index.ts, its contract, or kernel/manifest.ts.',
      severity: 'error',
      from: { path: '^src/modules/' },
      to: {
        path: '^src/kernel/',
        pathNot: [
          '^src/kernel/manifest\\.ts$',
          '^src/kernel/[^/]+/index\\.ts$',
          // what a kernel room puts on other rooms' pages
          '^src/kernel/[^/]+/ui/[A-Za-z]+Block\\.tsx$',
          ...pure,
        ],
      },
    },
    {
      name: 'kernel-knows-no-module',
      severity: 'error',
      from: { path: '^src/kernel/' },
      to: { path: '^src/modules/' },
    },
    {
      name: 'rooms-know-no-app',
      comment: 'src/app wires the rooms together. Only the tests’ application is wired by it too.',
      severity: 'error',
      from: { path: '^src/(kernel|modules|web)/', pathNot: '^src/kernel/testing/' },
      to: { path: '^src/app/' },
    },
    {
      name: 'testing-is-for-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: isTest },
      to: { path: '^src/kernel/testing/' },
    },
    {
      name: 'browser-imports-no-server',
      comment: 'ui/ and src/web run in the browser: contracts, words and their own room’s ui only.',
      severity: 'error',
      from: { path: '^src/web/' },
      to: { path: '^src/(kernel|modules|app)/', pathNot: pure },
    },
    {
      name: 'pages-import-no-server',
      severity: 'error',
      comment:
        'Pages import contracts, words, their own room’s ui, and the blocks that kernel rooms make for every page.',
      from: { path: '^src/(kernel|modules)/([^/]+)/ui/' },
      to: {
        path: '^src/(kernel|modules|app)/',
        pathNot: ['^src/$1/$2/ui/', '^src/kernel/[^/]+/ui/[A-Za-z]+Block\\.tsx$', ...pure],
      },
    },
    {
      name: 'browser-imports-no-node',
      severity: 'error',
      from: { path: ['^src/web/', `${room}ui/`] },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'pure-files-stay-pure',
      comment: 'Contracts and words import zod, errors and other pure files: the browser bundles them.',
      severity: 'error',
      from: { path: pure },
      to: {
        pathNot: [...pure, '^src/kernel/errors/index\\.ts$', '^node_modules/zod/'],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'sql-in-stores',
      comment: 'Kysely and pg are for store.ts, store/*.ts, the database room and tests.',
      severity: 'error',
      from: {
        path: '^src/',
        pathNot: [`${room}store\\.ts$`, `${room}store/`, '^src/kernel/db/', isTest],
      },
      to: { path: '^node_modules/(kysely|pg)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'server-imports-no-page',
      comment: 'A test beside both may try what a page asks for against what the server answers.',
      severity: 'error',
      from: { path: ['^src/app/', room], pathNot: [`${room}ui/`, isTest] },
      to: { path: ['^src/web/', `${room}ui/`], pathNot: pure },
    },
    {
      name: 'no-cycles',
      comment: 'Types may refer to each other, and a page may load another later; values may not.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    },
    {
      name: 'resolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'product-needs-no-dev-dependency',
      severity: 'error',
      from: { path: '^src/', pathNot: isTest },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.cjs', '.mjs', '.json'],
    },
  },
}
