/** First days and who came back after them: the two returns and the second order of the first row of the overview. */
import { loadChSql } from '../../../infra/sql.ts'
import { after, before, daySets } from '../common/day-sets.ts'
import { fill, run, type Scope } from '../common/query.ts'
import type { Days } from './people.ts'

const blocks = loadChSql(new URL('./returns.ch.sql', import.meta.url), ['returns'])

/** Of the people first active on a day: those active just n days later. Of those who first bought on it: who did again within 30 days. */
export type FirstDay = { day: string; people: number; back7: number; back30: number; buyers: number; again30: number }

/** The first days from `from` on; nothing after `to` is looked at. Days without anybody are missing. */
export async function firstDays(scope: Scope, { from, to }: Days): Promise<FirstDay[]> {
  const days = daySets(scope, { from, to, ever: true }, { active: {}, bought: { events: ['order.pay'] } })
  const windows = { before, on_7: after(7, 7), on_30: after(30, 30), within_30: after(1, 30) }
  const sql = fill(blocks.returns, { days: days.sql, ...windows })
  const rows = await run<Record<keyof FirstDay, string>>(scope, { sql, params: { ...days.params, from } })
  return rows.map(({ day, people, back7, back30, buyers, again30 }) => ({
    day,
    people: Number(people),
    back7: Number(back7),
    back30: Number(back30),
    buyers: Number(buyers),
    again30: Number(again30),
  }))
}
