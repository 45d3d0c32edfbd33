import type { TestProject } from 'vitest/node'
import { joinEngines, leaveEngines } from './engines.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
    clickhouseUrl: string
  }
}

/** Once per run: engines for all test files. */
export default async function setup(project: TestProject): Promise<() => void> {
  const { databaseUrl, clickhouseUrl } = await joinEngines()
  project.provide('databaseUrl', databaseUrl)
  project.provide('clickhouseUrl', clickhouseUrl)
  return leaveEngines
}
