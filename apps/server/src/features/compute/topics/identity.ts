import { AppError } from '../../../errors.ts'
import { resolveIdentities } from '../../identity/observations.ts'
import type { Topic } from '../run.ts'
import { inputNumber, numberOf, type Row, readTable } from '../table.ts'

/** Kind `identity_resolve`: persons and conflicts behind a set of sightings. */
export const identity: Topic = {
  identity_resolve: ({ input, dir }) => {
    if (typeof input.use_phone !== 'boolean') throw new AppError('invalid_input', 'The input needs "use_phone": true or false.')
    const { rows } = readTable(input, dir, ['seq', 'ts', 'appid', 'openid', 'unionid'], ['observations', 'rows'])
    const upTo = inputNumber(input, 'first_rows', Number.POSITIVE_INFINITY)
    return resolveIdentities(
      rows.map(toObservation).filter(row => row.seq <= upTo),
      { usePhone: input.use_phone },
    )
  },
}

const toObservation = (row: Row) => ({
  seq: numberOf(row, 'seq'),
  ts: numberOf(row, 'ts'),
  appid: row.appid ?? '',
  openid: row.openid ?? '',
  unionid: row.unionid ?? '',
  phone: row.phone ?? '',
  device: row.device ?? '',
})
