import Type, { type Static, type TSchema } from 'typebox'
import { route } from '../../infra/route.ts'

const Params = Type.Object({
  brandId: Type.String({ minLength: 1, maxLength: 64 }),
  id: Type.String({ minLength: 1, maxLength: 64 }),
})
const orNull = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()])

export const BackfillState = Type.Union([
  Type.Literal('running'),
  Type.Literal('waiting'),
  Type.Literal('paused'),
  Type.Literal('done'),
  Type.Literal('cancelled'),
  Type.Literal('failed'),
])
export type BackfillState = Static<typeof BackfillState>

/** Why a back-fill waits: the day's calls are used up, WeChat wants it slower, is busy, does not answer, or its token is refused. */
export const WaitReason = Type.Union([
  Type.Literal(''),
  Type.Literal('quota'),
  Type.Literal('too_fast'),
  Type.Literal('busy'),
  Type.Literal('unreachable'),
  Type.Literal('token'),
])
export type WaitReason = Static<typeof WaitReason>

/** Calls of one Beijing day: what the account has, what it used in all, what back-fills used of it, and what they may still use. */
export const DayCalls = Type.Object({ limit: Type.Integer(), used: Type.Integer(), ours: Type.Integer(), left: Type.Integer() })
export type DayCalls = Static<typeof DayCalls>

/** One reading of an account's followers. Counts are people. */
export const Backfill = Type.Object({
  id: Type.String(),
  state: BackfillState,
  reason: WaitReason,
  /** What WeChat or we say about a failure, for people. */
  problem: orNull(Type.Object({ zh: Type.String(), en: Type.String() })),
  /** When it goes on by itself. */
  resumeAt: orNull(Type.String()),
  /** Share of the day's calls that is left to others, 0 to 0.95. */
  leaveShare: Type.Number(),
  /** Followers by WeChat's own count; null before the first answer. */
  total: orNull(Type.Integer()),
  done: Type.Integer(),
  /** Of those done, who follows at this moment. */
  following: Type.Integer(),
  /** Follows that nothing had told of before. */
  fresh: Type.Integer(),
  /** Known followers whose UnionID is new. */
  linked: Type.Integer(),
  /** Thought to follow, and no longer listed. */
  gone: Type.Integer(),
  /** Listed, and yet unknown to WeChat when asked about. */
  unknown: Type.Integer(),
  /** Pace of late; null while it does not work. */
  peoplePerSecond: orNull(Type.Number()),
  /** How long it takes at this pace. */
  secondsLeft: orNull(Type.Integer()),
  /** Beijing days it takes at the least by the calls of a day; 1 is today. */
  daysByQuota: orNull(Type.Integer()),
  calls: orNull(Type.Object({ list: orNull(DayCalls), info: orNull(DayCalls) })),
  startedAt: Type.String(),
  finishedAt: orNull(Type.String()),
})
export type Backfill = Static<typeof Backfill>

/** Left to others unless the operator says otherwise. */
export const usualLeaveShare = 0.5

export const getBackfill = route({
  method: 'GET',
  path: '/brands/:brandId/carriers/:id/followers/backfill',
  summary: 'The latest back-fill of an Official Account’s followers: how far it is, and what it waits for',
  access: 'brand:viewer',
  params: Params,
  reply: Type.Object({ backfill: orNull(Backfill) }),
})

export const startBackfill = route({
  method: 'POST',
  path: '/brands/:brandId/carriers/:id/followers/backfill',
  summary:
    'Reads all followers of an Official Account from WeChat, in the background and within the day’s calls. Repeating it adds nothing twice',
  access: 'brand:operator',
  params: Params,
  body: Type.Object({ leaveShare: Type.Optional(Type.Number({ minimum: 0, maximum: 0.95 })) }),
  reply: Type.Object({ backfill: Backfill }),
  status: 201,
})

export const setBackfillState = route({
  method: 'PUT',
  path: '/brands/:brandId/carriers/:id/followers/backfill/state',
  summary: 'Pauses the back-fill under way, lets it go on from where it is, or ends it; what was read stays',
  access: 'brand:operator',
  params: Params,
  body: Type.Object({ state: Type.Union([Type.Literal('paused'), Type.Literal('running'), Type.Literal('cancelled')]) }),
  reply: Type.Object({ backfill: Backfill }),
})
