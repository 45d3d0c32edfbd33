/** A report as a route: JSON, or its rows as a file; answers that took long are kept for a moment. */
import type { Context } from '../../../context.ts'
import { csvReply } from '../../../infra/csv.ts'
import type { KeptAnswers } from '../../../infra/kept-answers.ts'
import { type Handled, type Handler, handle } from '../../../infra/register.ts'
import type { QueryOf, ReplyOf, Route } from '../../../infra/route.ts'

type Rows = readonly Record<string, unknown>[]

/** `report` makes a route of a report; `forget` drops what is kept of a brand. */
export type Reports = {
  report<const R extends Route>(
    route: R,
    name: string,
    answerOf: (ctx: Context, query: QueryOf<R>) => Promise<ReplyOf<R>>,
    rowsOf: (answer: ReplyOf<R>) => Rows,
  ): Handled
  forget(brandId: string): void
}

export function reportsOf(kept: KeptAnswers): Reports {
  return {
    report(route, name, answerOf, rowsOf) {
      const handler = async ({
        ctx,
        query,
        reply,
      }: {
        ctx: Context
        query: Record<string, unknown>
        reply: Parameters<typeof csvReply>[0]
      }) => {
        const { format, ...asked } = query
        const key = JSON.stringify([ctx.brandId, name, ...Object.entries(asked).sort()])
        const answer = await kept.get(key, () => answerOf(ctx, query as QueryOf<typeof route>))
        return format === 'csv' ? csvReply(reply, name, rowsOf(answer).map(flat)) : answer
      }
      return handle(route, handler as unknown as Handler<typeof route>)
    },
    forget: brandId => kept.forget(JSON.stringify([brandId]).slice(0, -1)),
  }
}

/** A spreadsheet gets flat rows: words of both languages become two columns, an interval becomes two. */
export function flat(row: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).flatMap(([key, value]): [string, unknown][] => {
      if (key === 'wilson95') {
        const interval = value as [number, number] | null
        return [
          ['wilson95_low', interval?.[0]],
          ['wilson95_high', interval?.[1]],
        ]
      }
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return [[key, value]]
      return Object.entries(value).map(([part, inner]) => [`${key}_${part}`, inner])
    }),
  )
}
