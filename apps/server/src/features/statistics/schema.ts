import Type, { type Static, type TSchema } from 'typebox'
import { route } from '../../infra/route.ts'

export { type ChannelsFigure, channelsFigures } from './channels-figures.ts'

const BrandParams = Type.Object({ brandId: Type.String({ minLength: 1, maxLength: 64 }) })
const IdParams = Type.Object({ ...BrandParams.properties, id: Type.String({ minLength: 1, maxLength: 64 }) })
const Words = Type.Object({ zh: Type.String(), en: Type.String() })
const orNull = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()])
const Column = Type.String({ minLength: 1, maxLength: 200 })

/** Which column is the day, the video or live, its title, and each figure (by its id). */
export const FileMapping = Type.Object(
  {
    day: Type.Optional(Column),
    content: Type.Optional(Column),
    title: Type.Optional(Column),
    figures: Type.Record(Type.String({ maxLength: 40 }), Column),
  },
  { additionalProperties: false },
)
export type FileMapping = Static<typeof FileMapping>

/** A cell that cannot be read, by its place as the spreadsheet names it. */
export const FileProblem = Type.Object({ line: Type.Integer(), cell: Type.String(), text: Type.String(), reason: Words })
export type FileProblem = Static<typeof FileProblem>

const Change = Type.Object({
  day: Type.String(),
  content: Type.String(),
  metric: Type.String(),
  was: Type.Number(),
  becomes: Type.Number(),
})

const Counts = {
  /** Rows with figures. */
  rows: Type.Integer(),
  rejected: Type.Integer(),
  /** Figures that are new, that replace another value, that are known already. */
  fresh: Type.Integer(),
  changed: Type.Integer(),
  same: Type.Integer(),
}

/** What a file would become; nothing is written. */
export const FilePreview = Type.Object({
  sheets: Type.Array(Type.String()),
  sheet: Type.String(),
  /** The line of the head as the spreadsheet counts. */
  headLine: Type.Integer(),
  columns: Type.Array(Type.String()),
  mapping: FileMapping,
  /** Where the mapping comes from: an earlier file with these columns, their names, or the question. */
  by: Type.Union([Type.Literal('saved'), Type.Literal('names'), Type.Literal('given')]),
  /** What must be said first. */
  problem: orNull(Words),
  ...Counts,
  errors: Type.Array(FileProblem),
  sample: Type.Array(
    Type.Object({
      line: Type.Integer(),
      day: Type.String(),
      content: Type.String(),
      title: Type.String(),
      values: Type.Array(Type.Object({ metric: Type.String(), value: Type.Number() })),
    }),
  ),
  changes: Type.Array(Change),
})
export type FilePreview = Static<typeof FilePreview>

/** A file that was read in. */
export const StatisticFile = Type.Object({
  id: Type.String(),
  carrierId: Type.String(),
  file: Type.String(),
  sheet: Type.String(),
  ...Counts,
  firstDay: orNull(Type.String()),
  lastDay: orNull(Type.String()),
  importedAt: Type.String(),
})
export type StatisticFile = Static<typeof StatisticFile>

/** The largest file that is taken. */
export const mostFileBytes = 20 << 20

const Question = {
  carrierId: Type.String({ minLength: 1, maxLength: 64 }),
  mapping: Type.Optional(FileMapping),
  sheet: Type.Optional(Type.String({ maxLength: 200 })),
}

export const getStatisticFiles = route({
  method: 'GET',
  path: '/brands/:brandId/statistics/files',
  summary: 'Files of figures that were read in by hand, newest first',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Type.Object({ files: Type.Array(StatisticFile) }),
})

export const getStatisticChanges = route({
  method: 'GET',
  path: '/brands/:brandId/statistics/files/:id/changes',
  summary: 'What a file put in place of what, 1,000 figures at most',
  access: 'brand:viewer',
  params: IdParams,
  reply: Type.Object({ changes: Type.Array(Change) }),
})

export const previewStatisticFile = route({
  method: 'POST',
  path: '/brands/:brandId/uploads/:id/statistics-preview',
  summary:
    'What an uploaded file of the Channels assistant (CSV or XLSX) would become: its head, its first rows, what is new and what would change',
  access: 'brand:operator',
  params: IdParams,
  body: Type.Object(Question),
  reply: FilePreview,
})

export const importStatisticFile = route({
  method: 'POST',
  path: '/brands/:brandId/statistics/files',
  summary:
    'Reads an uploaded file of figures in. The same file twice changes nothing; a later one replaces figures of the same day and content and keeps what they were',
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({ uploadId: Type.String({ maxLength: 64 }), ...Question }),
  reply: Type.Object({ id: Type.String(), already: Type.Boolean(), ...Counts }),
  status: 201,
})
