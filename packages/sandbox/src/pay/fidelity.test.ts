import { readFileSync } from 'node:fs'
import { componentEndpoints, payEndpoints } from '@wematrix/wechat'
import { expect, it } from 'vitest'
import { platformHandlerOf } from '../component/handlers.ts'
import { payHandlerOf } from './on.ts'
import './serve.ts'

const fidelity = readFileSync(new URL('../../../../docs/sandbox-fidelity.md', import.meta.url), 'utf8')

it.each(Object.entries(payEndpoints))('WeChat Pay’s %s is served, and stands in docs/sandbox-fidelity.md', (_name, { row }) => {
  expect(fidelity).toContain(`| ${row.method} \`${row.path}\` |`)
  expect(payHandlerOf(row)).toBeDefined()
})

it.each(Object.entries(componentEndpoints))('the platform’s %s is served, and stands in docs/sandbox-fidelity.md', (_name, { row }) => {
  expect(fidelity).toContain(`| ${row.method} \`${row.path}\` |`)
  expect(platformHandlerOf(row.path)).toBeDefined()
})
