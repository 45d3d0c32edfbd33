import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'

const BrandParams = Type.Object({ brandId: Type.String({ minLength: 1, maxLength: 64 }) })
const IdParams = Type.Object({ ...BrandParams.properties, id: Type.String({ minLength: 1, maxLength: 64 }) })

const Cell = Type.Union([
  Type.Object({ column: Type.String({ minLength: 1, maxLength: 200 }) }),
  Type.Object({ constant: Type.String({ maxLength: 200 }) }),
])

/** Which column is what; what the columns' names say by themselves may be left out. */
export const ImportMapping = Type.Object(
  {
    event: Type.Optional(Cell),
    external: Type.Optional(Cell),
    openid: Type.Optional(Cell),
    unionid: Type.Optional(Cell),
    appId: Type.Optional(Cell),
    time: Type.Optional(Cell),
    value: Type.Optional(Cell),
    carrier: Type.Optional(Cell),
    source: Type.Optional(Cell),
    entry: Type.Optional(Cell),
    messageId: Type.Optional(Cell),
    /** Zone of times that name none; default: the brand's. */
    zone: Type.Optional(Type.String({ maxLength: 64 })),
    timeUnit: Type.Optional(Type.Union([Type.Literal('auto'), Type.Literal('s'), Type.Literal('ms')])),
    valueUnit: Type.Optional(Type.Union([Type.Literal('yuan'), Type.Literal('fen')])),
  },
  { additionalProperties: false },
)
export type ImportMapping = Static<typeof ImportMapping>

/** A row that is no event. Lines are counted as an editor counts them. */
export const Reject = Type.Object({ line: Type.Integer(), reason: Type.String(), raw: Type.String() })

/** A file that was read in, or is being read in: how far it got, and the first rows that were refused. */
export const Import = Type.Object({
  id: Type.String(),
  file: Type.String(),
  state: Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('failed'), Type.Literal('dry')]),
  line: Type.Integer(),
  accepted: Type.Integer(),
  rejected: Type.Integer(),
  errors: Type.Array(Reject),
  /** Why it stands still; empty while nothing is wrong. */
  problem: Type.String(),
  mapping: ImportMapping,
  carrierId: Type.Union([Type.String(), Type.Null()]),
  /** Its bytes are kept here, so that it can go on; false for files that the command line read. */
  resumable: Type.Boolean(),
  startedAt: Type.String(),
  finishedAt: Type.Union([Type.String(), Type.Null()]),
})
export type Import = Static<typeof Import>

export const getImports = route({
  method: 'GET',
  path: '/brands/:brandId/imports',
  summary: 'Files that were read in',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Type.Object({ imports: Type.Array(Import) }),
})

/** The largest file that is taken; larger ones are for the command line. */
export const mostUploadBytes = 200 << 20
/** Small enough for any proxy in front of us. */
export const uploadPartBytes = 512 << 10

export const createUpload = route({
  method: 'POST',
  path: '/brands/:brandId/uploads',
  summary: 'Begins to hand over a file, which is then sent in parts of `partBytes`; at most 200 MB',
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({ name: Type.String({ minLength: 1, maxLength: 200 }), bytes: Type.Integer({ minimum: 1 }) }),
  reply: Type.Object({ id: Type.String(), parts: Type.Integer(), partBytes: Type.Integer() }),
  status: 201,
})

export const putUploadPart = route({
  method: 'PUT',
  path: '/brands/:brandId/uploads/:id/parts/:n',
  summary: 'One part of a file, from 0, as base64; the same part again replaces it',
  access: 'brand:operator',
  params: Type.Object({ ...IdParams.properties, n: Type.Integer({ minimum: 0, maximum: 100_000 }) }),
  body: Type.Object({ base64: Type.String({ minLength: 1, maxLength: 1 << 20 }) }),
})

const Question = {
  mapping: Type.Optional(ImportMapping),
  format: Type.Optional(Type.Union([Type.Literal('csv'), Type.Literal('ndjson')])),
  carrierId: Type.Optional(Type.String({ maxLength: 64 })),
}

/** What a file would become; nothing is written. */
export const ImportPreview = Type.Object({
  columns: Type.Array(Type.String()),
  /** The mapping as completed from the columns' names; null while it cannot be told, or when rows are Segment calls. */
  mapping: Type.Union([ImportMapping, Type.Null()]),
  /** What has to be said before the file can be read in. */
  problem: Type.Union([Type.String(), Type.Null()]),
  rows: Type.Integer(),
  accepted: Type.Integer(),
  rejected: Type.Integer(),
  errors: Type.Array(Reject),
  sample: Type.Array(Type.Object({ at: Type.String(), value: Type.Record(Type.String(), Type.Unknown()) })),
  /** False: only the first rows were looked at. */
  whole: Type.Boolean(),
})
export type ImportPreview = Static<typeof ImportPreview>

export const previewUpload = route({
  method: 'POST',
  path: '/brands/:brandId/uploads/:id/preview',
  summary: 'A dry run over the first 20,000 rows of a file: what they would become, and which are refused',
  access: 'brand:operator',
  params: IdParams,
  body: Type.Object(Question),
  reply: ImportPreview,
})

export const createImport = route({
  method: 'POST',
  path: '/brands/:brandId/imports',
  summary: 'Reads an uploaded file in, in the background. The same file with the same mapping adds nothing a second time',
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({ uploadId: Type.String({ maxLength: 64 }), ...Question }),
  reply: Type.Object({ id: Type.String(), already: Type.Boolean() }),
  status: 201,
})

export const resumeImport = route({
  method: 'POST',
  path: '/brands/:brandId/imports/:id/resumption',
  summary: 'Goes on with an import that stands still, from the line it reached',
  access: 'brand:operator',
  params: IdParams,
})
