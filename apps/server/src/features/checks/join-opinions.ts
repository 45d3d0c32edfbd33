/** WeChat's verdicts on media arrive as events; each is joined to its question by the trace. */
import { loadSql } from '../../infra/sql.ts'
import type { Round } from '../inbox/round.ts'

const sql = loadSql(new URL('./opinions.sql', import.meta.url), ['join_opinions'])

/** As `features/events/kinds/official-account.ts` writes it. */
export const mediaVerdict = 'mp.wxa_media_check'

const notFetched = { zh: '微信没能下载这份图片或音频', en: 'WeChat could not download the picture or sound' }

type Told = { trace_id?: string; suggest?: string; label?: number; errcode?: number }

export async function joinOpinions({ db, at, rows }: Pick<Round, 'db' | 'at' | 'rows'>): Promise<void> {
  const told = rows
    .filter(({ event }) => event === mediaVerdict)
    .map(({ brand, carrierId, props }) => ({ brand, carrierId, ...(JSON.parse(props) as Told) }))
    .filter(({ trace_id }) => trace_id !== undefined)
  if (told.length === 0) return
  await db.query(sql.join_opinions, {
    at,
    problem: JSON.stringify(notFetched),
    brands: told.map(({ brand }) => brand),
    carriers: told.map(({ carrierId }) => carrierId),
    traces: told.map(({ trace_id }) => trace_id),
    theirs: told.map(({ errcode, suggest }) => (errcode ? '' : (suggest ?? ''))),
    labels: told.map(({ label }) => label ?? null),
  })
}
