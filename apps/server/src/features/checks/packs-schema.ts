/** Rule packs, what a change of rules does to everything live, and the work that comes of it. */
import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { Reason } from './brand-schema.ts'
import { Artefact, BrandParams, By, IdParams, MaybeText, orNull, Verdict, Words } from './schema.ts'

export const PackLine = Type.Object({
  id: Type.String(),
  version: Type.String(),
  name: Words,
  /** The day (Asia/Shanghai) from which it holds. */
  from: Type.String(),
  rules: Type.Integer(),
  source: Type.Union([Type.Literal('built_in'), Type.Literal('uploaded')]),
  /** `in_force`; `waiting`: uploaded, not put in force; `planned`: put in force, its day has not come; `replaced`: another version holds. */
  state: Type.Union([Type.Literal('in_force'), Type.Literal('waiting'), Type.Literal('planned'), Type.Literal('replaced')]),
  uploaded: orNull(Type.Object({ by: By, at: Type.String() })),
  /** `despite`: why it holds although it does not meet its own tests. */
  forced: orNull(Type.Object({ by: By, at: Type.String(), despite: MaybeText })),
})
export type PackLine = Static<typeof PackLine>

/** A test inside a pack that the pack does not meet: copy that its rule should find (`hit`) and does not, or the other way round. */
export const FailedTest = Type.Object({ rule: Type.String(), text: Type.String(), hit: Type.Boolean() })
export type FailedTest = Static<typeof FailedTest>

/** Rules by id, against the version in force. */
export const PackDifference = Type.Object({
  added: Type.Array(Type.String()),
  removed: Type.Array(Type.String()),
  changed: Type.Array(Type.Object({ rule: Type.String(), fields: Type.Array(Type.String()) })),
})
export type PackDifference = Static<typeof PackDifference>

export const ScanState = Type.Union([Type.Literal('running'), Type.Literal('done'), Type.Literal('failed'), Type.Literal('replaced')])

/** One reading of everything live. A `preview` changes nothing; `apply` keeps the new verdicts and opens tasks. */
export const Scan = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('preview'), Type.Literal('apply')]),
  /** Why: a pack, a change of the brand's rules, a new day on which other rules hold, or because somebody asked. */
  cause: Type.Union([Type.Literal('pack'), Type.Literal('rules'), Type.Literal('day'), Type.Literal('asked')]),
  /** `id@version` of the pack that is looked at. */
  pack: MaybeText,
  state: ScanState,
  /** Live artefacts. */
  total: Type.Integer(),
  done: Type.Integer(),
  /** Those whose findings change at all; whose verdict gets worse; better. */
  changed: Type.Integer(),
  worse: Type.Integer(),
  better: Type.Integer(),
  /** Verdicts before and after, `was>becomes`: `{ "pass>block": 3 }`. */
  moves: Type.Record(Type.String(), Type.Integer()),
  tasksOpened: Type.Integer(),
  problem: MaybeText,
  by: By,
  startedAt: Type.String(),
  finishedAt: MaybeText,
})
export type Scan = Static<typeof Scan>

export const ScanChange = Type.Object({
  reviewId: Type.String(),
  artefact: Artefact,
  was: Verdict,
  becomes: Verdict,
  /** Rules found now and not before, and the other way round. */
  added: Type.Array(Type.String()),
  gone: Type.Array(Type.String()),
})
export type ScanChange = Static<typeof ScanChange>

export const listPacks = route({
  method: 'GET',
  path: '/brands/:brandId/checks/packs',
  summary: 'Rule packs: those of the product and those uploaded here, and which version of each is in force',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Type.Object({ packs: Type.Array(PackLine) }),
})

export const uploadPack = route({
  method: 'POST',
  path: '/brands/:brandId/checks/packs',
  summary:
    'Uploads a pack, runs the tests inside it, shows how its rules differ from those in force, and begins to count which live artefacts it would change',
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({ pack: Type.Record(Type.String({ maxLength: 200 }), Type.Unknown()) }),
  reply: Type.Object({
    pack: PackLine,
    difference: PackDifference,
    failedTests: Type.Array(FailedTest),
    scan: Scan,
  }),
  status: 201,
})

const VersionParams = Type.Object({
  ...BrandParams.properties,
  packId: Type.String({ minLength: 1, maxLength: 60 }),
  version: Type.String({ minLength: 1, maxLength: 40 }),
})

export const testPack = route({
  method: 'GET',
  path: '/brands/:brandId/checks/packs/:packId/versions/:version/tests',
  summary: 'Runs the tests inside an uploaded version: those that it does not meet, beside the packs of today',
  access: 'brand:operator',
  params: VersionParams,
  reply: Type.Object({ failedTests: Type.Array(FailedTest) }),
})

export const forcePack = route({
  method: 'PUT',
  path: '/brands/:brandId/checks/packs/:packId/versions/:version/force',
  summary:
    'Puts a version in force from its day on; everything live is read again. One that fails its own tests is refused unless `despite` says why it may hold',
  access: 'brand:operator',
  params: VersionParams,
  body: Type.Object({ despite: Type.Optional(Reason) }),
  reply: Type.Object({ pack: PackLine, scan: Scan }),
})

export const unforcePack = route({
  method: 'DELETE',
  path: '/brands/:brandId/checks/packs/:packId/versions/:version/force',
  summary: 'Goes back to the version before, or to that of the product; everything live is read again',
  access: 'brand:operator',
  params: VersionParams,
  reply: Type.Object({ scan: Scan }),
})

export const startScan = route({
  method: 'POST',
  path: '/brands/:brandId/checks/scans',
  summary: 'Reads everything live again by the rules in force; first what the accounts show is fetched from WeChat when asked for',
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({ fetch: Type.Optional(Type.Boolean()) }),
  reply: Scan,
  status: 201,
})

export const listScans = route({
  method: 'GET',
  path: '/brands/:brandId/checks/scans',
  summary: 'The last twenty readings of everything live, newest first',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Type.Object({ scans: Type.Array(Scan) }),
})

export const getScan = route({
  method: 'GET',
  path: '/brands/:brandId/checks/scans/:id',
  summary: 'How far a reading of everything live is, and what it changed so far, the worst first',
  access: 'brand:viewer',
  params: IdParams,
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
    after: Type.Optional(Type.String({ maxLength: 120 })),
  }),
  reply: Type.Object({ scan: Scan, changes: Type.Array(ScanChange), next: MaybeText }),
})

/** Somebody has to look at something live that newly fails. */
export const CheckTask = Type.Object({
  id: Type.String(),
  reviewId: Type.String(),
  artefact: Artefact,
  verdict: Verdict,
  rules: Type.Array(Type.String()),
  scanId: MaybeText,
  openedAt: Type.String(),
  /** By a person, or by the reading that found it to pass again. */
  done: orNull(Type.Object({ by: By, at: Type.String() })),
})
export type CheckTask = Static<typeof CheckTask>

export const listTasks = route({
  method: 'GET',
  path: '/brands/:brandId/checks/tasks',
  summary: 'What is to be put right, newest first',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('done')])),
    after: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  reply: Type.Object({ tasks: Type.Array(CheckTask), open: Type.Integer(), next: MaybeText }),
})

export const setTask = route({
  method: 'PATCH',
  path: '/brands/:brandId/checks/tasks/:id',
  summary: 'Ticks a task off, or opens it again',
  access: 'brand:operator',
  params: IdParams,
  body: Type.Object({ done: Type.Boolean() }),
  reply: CheckTask,
})
