export * from './resolve-arrival.ts'
export * from './scene-table.ts'
export * from './trace.ts'
