/** One table of an Official Account's statistics: what all of them share. */
import { endpoint } from '../endpoint.ts'
import { service } from './sources.ts'

export type DateRange = { begin_date: string; end_date: string }
export type Listed<Row> = { list: Row[]; is_delay?: boolean }

const day = { test: /^\d{4}-\d\d-\d\d$/, zh: 'YYYY-MM-DD', en: 'YYYY-MM-DD' }

/** One table of the statistics: at most `spanDays` days a call. */
export const datacube = <Row>(name: string, spanDays: number, own: { retired?: string; limits?: string } = {}) =>
  endpoint<DateRange, Listed<Row>>({
    method: 'POST',
    path: `/datacube/${name}`,
    auth: 'access_token',
    accounts: ['official_account'],
    limits: `${spanDays} ${spanDays === 1 ? 'day' : 'days'} a call, up to yesterday`,
    checks: [
      { at: 'begin_date', required: true, pattern: day },
      { at: 'end_date', required: true, pattern: day },
      { span: ['begin_date', 'end_date'], max: spanDays, unit: 'days' },
    ],
    ids: ['msgid'],
    source: service('datacube'),
    ...own,
  })
