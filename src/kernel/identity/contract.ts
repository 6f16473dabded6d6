export * from './me-contract.ts'
export * from './people-contract.ts'
export * from './setup-contract.ts'
