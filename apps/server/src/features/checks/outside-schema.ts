/** What WeChat itself says: its verdict on what users write, and how it treats the accounts. */
import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { CarrierKind } from '../carriers/schema.ts'
import { BrandParams, MaybeText, orNull, Verdict, Words } from './schema.ts'

export const Suggestion = Type.Union([Type.Literal('pass'), Type.Literal('review'), Type.Literal('risky')])

/** WeChat's verdict on what somebody wrote or uploaded, beside ours. The openid is not given out. */
export const SecondOpinion = Type.Object({
  id: Type.String(),
  carrierId: Type.String(),
  artefact: Type.Object({ kind: Type.String(), id: Type.String() }),
  kind: Type.Union([Type.Literal('text'), Type.Literal('image'), Type.Literal('sound')]),
  /** Ours; null for media. */
  ours: orNull(Verdict),
  /** `waiting`: to be asked; `asked`: its answer comes as an event; `impossible`: its conditions were not met. */
  state: Type.Union([Type.Literal('waiting'), Type.Literal('asked'), Type.Literal('answered'), Type.Literal('impossible')]),
  theirs: orNull(Suggestion),
  /** WeChat's label: 100 normal, 20001 politics, 20002 sexual … */
  label: orNull(Type.Integer()),
  /** Why there is none. */
  problem: orNull(Words),
  askedAt: Type.String(),
  answeredAt: MaybeText,
})
export type SecondOpinion = Static<typeof SecondOpinion>

const Openid = Type.String({ minLength: 1, maxLength: 64 })
const Artefact = Type.Object({
  kind: Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }),
  id: Type.String({ minLength: 1, maxLength: 200 }),
})
/** 1 profile, 2 comment, 3 forum, 4 social log. */
const Scene = Type.Union([Type.Literal(1), Type.Literal(2), Type.Literal(3), Type.Literal(4)])

export const OpinionInput = Type.Object({
  carrierId: Type.String({ minLength: 1, maxLength: 64 }),
  artefact: Artefact,
  /** Who wrote it; they must have used the Mini Program within two hours. */
  openid: Openid,
  scene: Scene,
  content: Type.Union([
    Type.Object({ kind: Type.Literal('text'), text: Type.String({ minLength: 1, maxLength: 10_000 }) }),
    Type.Object({
      kind: Type.Union([Type.Literal('image'), Type.Literal('sound')]),
      url: Type.String({ pattern: '^https?://', maxLength: 2000 }),
    }),
  ]),
})
export type OpinionInput = Static<typeof OpinionInput>

export const askOpinion = route({
  method: 'POST',
  path: '/brands/:brandId/checks/second-opinions',
  summary: 'Asks WeChat about what a user of the Mini Program wrote or uploaded; the answer is kept beside our own',
  access: 'brand:operator',
  params: BrandParams,
  body: OpinionInput,
  reply: SecondOpinion,
  status: 201,
})

export const listOpinions = route({
  method: 'GET',
  path: '/brands/:brandId/checks/second-opinions',
  summary: 'What WeChat said of users’ texts and media, newest first',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    theirs: Type.Optional(Suggestion),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    after: Type.Optional(Type.String({ maxLength: 64 })),
  }),
  reply: Type.Object({ opinions: Type.Array(SecondOpinion), next: MaybeText }),
})

export const healthFigures = ['rejects', 'blocks', 'complaints', 'unfollows', 'quotaRefusals', 'otherRefusals'] as const
export type HealthFigure = (typeof healthFigures)[number]

const Figures = {
  /** Publications and mass messages that WeChat did not let out, and refusals because of content. */
  rejects: Type.Integer(),
  /** Messages that could not reach somebody because they refuse to receive. */
  blocks: Type.Integer(),
  complaints: Type.Integer(),
  unfollows: Type.Integer(),
  quotaRefusals: Type.Integer(),
  otherRefusals: Type.Integer(),
}

export const HealthDay = Type.Object({
  day: Type.String(),
  ...Figures,
  /** The median of unfollows over the 28 days before. */
  usualUnfollows: Type.Number(),
  /** Far more people left than usual; see the definition. */
  spike: Type.Boolean(),
})
export type HealthDay = Static<typeof HealthDay>

export const CarrierHealth = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  days: Type.Array(HealthDay),
  totals: Type.Object({ ...Figures, spikes: Type.Integer() }),
})
export type CarrierHealth = Static<typeof CarrierHealth>

export const getHealth = route({
  method: 'GET',
  path: '/brands/:brandId/checks/health',
  summary: 'How WeChat and people treat each account, by day: rejects, blocks, complaints, people leaving, refused calls',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({ days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })) }),
  reply: Type.Object({
    from: Type.String(),
    to: Type.String(),
    carriers: Type.Array(CarrierHealth),
    /** `kinds`: the accounts of which it can be seen at all; of others a zero says nothing. */
    definitions: Type.Array(Type.Object({ figure: Type.String(), name: Words, definition: Words, kinds: Type.Array(CarrierKind) })),
  }),
})

export const Door = Type.Object({
  id: Type.String(),
  name: Words,
  /** Words of WeChat's endpoints that go through it. */
  endpoints: Type.Array(Type.String()),
  /** False: no verb of the product leads there yet. */
  open: Type.Boolean(),
})
export type Door = Static<typeof Door>

export const listDoors = route({
  method: 'GET',
  path: '/brands/:brandId/checks/doors',
  summary: 'Every way out to WeChat or to a person; nothing leaves by one without a kept verdict',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Type.Object({ doors: Type.Array(Door) }),
})
