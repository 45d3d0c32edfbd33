/** Routes of people, their timelines, and the log of merges. */

import { csvReply } from '../../infra/csv.ts'
import { type Handled, handle } from '../../infra/register.ts'
import { reverseMerge } from '../identity/reverse-merge.ts'
import { previewReversal } from './merge-preview/preview.ts'
import { getMergePreview } from './merge-preview/schema.ts'
import { listPeople } from './people.ts'
import { listConflicts, readMerge, readPerson } from './person.ts'
import * as schema from './schema.ts'
import { listEvents, readTimeline } from './timeline.ts'

export function personRoutes(): Handled[] {
  return [
    handle(schema.listPeople, async ({ ctx, query, reply }) => {
      const answer = await listPeople(ctx, query)
      if (query.format !== 'csv') return answer
      return csvReply(
        reply,
        'people',
        answer.people.map(({ traits, carriers, ...row }) => ({ ...row, carriers: carriers.join(' '), traits: JSON.stringify(traits) })),
      )
    }),
    handle(schema.getPerson, ({ ctx, params }) => readPerson(ctx, params.id)),
    handle(schema.getTimeline, ({ ctx, params, query }) => readTimeline(ctx, params.id, query)),
    handle(schema.listEvents, async ({ ctx, query, reply }) => {
      const answer = await listEvents(ctx, query)
      if (query.format !== 'csv') return answer
      return csvReply(
        reply,
        'events',
        answer.items.map(({ properties, ...item }) => ({ ...item, properties: JSON.stringify(properties) })),
      )
    }),
    handle(getMergePreview, ({ ctx, params }) => previewReversal(ctx, params.id)),
    handle(schema.reverseMergeRoute, async ({ ctx, params }) => {
      await reverseMerge(ctx, params.id)
      return readMerge(ctx, params.id)
    }),
    handle(schema.listConflicts, ({ ctx, query }) => listConflicts(ctx, query)),
  ]
}
