/** Checks: what may leave for WeChat, what not, why, and how to say it instead. Pure: no clock, no network, no store. */
export { type Checks, type ChecksInput, createChecks, type DraftInput, type FailedTest, failedTests } from './checks.ts'
export { DraftInvalid, type DraftOf, type DraftSettings, defaultSettings, draftProblems, isKind, type Kind, kinds } from './draft/check.ts'
export { type Idea, ideas } from './draft/ideas.ts'
export { basePacks } from './packs/index.ts'
export { packProblems, readPack } from './packs/pack.ts'
export * from './packs/rulebook.ts'
export { type Source, sources, sourcesOf } from './packs/sources.ts'
export * from './types.ts'
