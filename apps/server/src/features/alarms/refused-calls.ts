/** Endpoints that WeChat refuses for a reason that only people can mend, and that is not about the account as a whole. */
import { findEndpoint, reactionTo } from '@wematrix/wechat'
import type { Context } from '../../context.ts'
import { loadSql } from '../../infra/sql.ts'
import { addDays, dayOf, shanghai } from '../../stats/calendar.ts'
import { noAnswer } from '../carriers/calls.ts'
import { endpointName } from '../carriers/endpoint-names.ts'
import { callAdvice, tokenAdvice } from '../carriers/token-health.ts'
import type { Found } from './troubles.ts'

const sql = loadSql(new URL('./refused-calls.sql', import.meta.url), ['refused_calls'])

type Row = { carrier_id: string; path: string; errcode: number }

/** Wrong until the endpoint answers well again, for two days of calls at most: a product that was told waits a day before it asks. */
export async function callsRefused(ctx: Context, carriers: readonly { id: string; name: string }[]): Promise<Found[]> {
  const day = addDays(dayOf(ctx.clock.now().getTime(), shanghai), -1)
  const rows = await ctx.db.query<Row>(sql.refused_calls, { brand_id: ctx.brandId, day })
  return carriers.flatMap(({ id, name }) =>
    rows
      .filter(({ carrier_id, errcode, path }) => carrier_id === id && errcode !== noAnswer && !tokenAdvice(errcode, path))
      .flatMap(row => foundOf(name, row)),
  )
}

function foundOf(name: string, { carrier_id, path, errcode }: Row): Found[] {
  const advice = callAdvice(errcode, path)
  if (!advice) return []
  const { meaning } = reactionTo(errcode, path)
  const title = endpointName((findEndpoint('POST', path) ?? findEndpoint('GET', path))?.name ?? path)
  return [
    {
      kind: 'call_refused',
      subject: `${carrier_id} ${path}`,
      name,
      fact: {
        zh: `“${title.zh}”（${path}）返回 ${errcode}：${meaning.zh}。${advice.zh}`,
        en: `“${title.en}” (${path}) answers ${errcode}: ${meaning.en}. ${advice.en}`,
      },
      place: `carriers/${carrier_id}?view=diagnosis`,
    },
  ]
}
