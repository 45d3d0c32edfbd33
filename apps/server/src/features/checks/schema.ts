import { carriers, surfaces } from '@wematrix/checks/types'
import Type, { type Static, type TSchema } from 'typebox'
import { route } from '../../infra/route.ts'

export const BrandParams = Type.Object({ brandId: Type.String({ minLength: 1, maxLength: 64 }) })
export const IdParams = Type.Object({ ...BrandParams.properties, id: Type.String({ minLength: 1, maxLength: 64 }) })
export const Words = Type.Object({ zh: Type.String(), en: Type.String() })
export const orNull = <T extends TSchema>(type: T) => Type.Union([type, Type.Null()])
export const MaybeText = orNull(Type.String())

export const Severity = Type.Union([Type.Literal('block'), Type.Literal('warn'), Type.Literal('info')])
export type Severity = Static<typeof Severity>
export const Verdict = Type.Union([Type.Literal('block'), Type.Literal('warn'), Type.Literal('pass')])
export type Verdict = Static<typeof Verdict>
export const CheckCarrier = Type.Enum([...carriers])
export const CheckSurface = Type.Enum([...surfaces])

/** `start`, `end`: UTF-16 units of the given text, end exclusive; of the field at `path` when a draft was read. */
export const Finding = Type.Object({
  rule: Type.String(),
  severity: Severity,
  start: Type.Integer(),
  end: Type.Integer(),
  quote: Type.String(),
  reason: Words,
  rewrite: Words,
  /** Seen by the learned stage alone. */
  learned: Type.Optional(Type.Literal(true)),
  /** Seen by the rules, held for an innocent use by the learned stage. */
  doubted: Type.Optional(Type.Literal(true)),
  /** JSON pointer to the field of a draft. */
  path: Type.Optional(Type.String()),
  /** The waiver that lowered it. */
  waived: Type.Optional(Type.String()),
})
export type Finding = Static<typeof Finding>

/** What the engine found; `packs`: `id@version` of those it was read with. */
export const Review = Type.Object({ verdict: Verdict, findings: Type.Array(Finding), packs: Type.Array(Type.String()) })
export type Review = Static<typeof Review>

/** Copy as an operator types it. */
export const TextContent = Type.Object({
  carrier: CheckCarrier,
  surface: CheckSurface,
  text: Type.String({ maxLength: 100_000 }),
})
export type TextContent = Static<typeof TextContent>

/** A typed draft (an entry, a menu, a campaign …); its shape belongs to its `kind`. */
export const DraftContent = Type.Object({
  kind: Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }),
  draft: Type.Record(Type.String({ maxLength: 200 }), Type.Unknown()),
  carrier: Type.Optional(CheckCarrier),
})
export type DraftContent = Static<typeof DraftContent>

export const checkText = route({
  method: 'POST',
  path: '/brands/:brandId/checks/text',
  summary: 'Reads copy while it is typed: spans, reasons and rewrites by the rules in force. Nothing is stored',
  access: 'brand:operator',
  params: BrandParams,
  body: TextContent,
  reply: Review,
})

export const checkDraft = route({
  method: 'POST',
  path: '/brands/:brandId/checks/draft',
  summary: 'Reads a typed draft while it is edited. Nothing is stored',
  access: 'brand:operator',
  params: BrandParams,
  body: DraftContent,
  reply: Review,
})

/** What is read: `kind` and `id` are its owner's (`menu` and the carrier's id). `name` is what people call it. */
export const Artefact = Type.Object({
  kind: Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }),
  id: Type.String({ minLength: 1, maxLength: 200 }),
  name: Type.String({ maxLength: 200 }),
})
export type Artefact = Static<typeof Artefact>

const By = Type.Object({ id: Type.String(), name: Type.String() })

/** A verdict that is kept with the artefact and the very content that was read. */
export const StoredReview = Type.Object({
  id: Type.String(),
  artefact: Artefact,
  carrier: orNull(CheckCarrier),
  /** Of copy; null for a draft. */
  surface: orNull(CheckSurface),
  /** Of a draft; null for copy. */
  draftKind: MaybeText,
  carrierId: MaybeText,
  /** SHA-256 of the content, hex. */
  hash: Type.String(),
  /** The first characters, for lists. */
  excerpt: Type.String(),
  verdict: Verdict,
  findings: Type.Array(Finding),
  packs: Type.Array(Type.String()),
  at: Type.String(),
  /** Since when people can see it; null: it is not out there. */
  liveSince: MaybeText,
  /** Since when it is on its way out without an answer; null: it is not. Whether people see it is not known. */
  leavingSince: MaybeText,
  /** The door it left by. */
  door: MaybeText,
  /** Who said that warnings are known; without it what warns does not leave. */
  confirmed: orNull(Type.Object({ by: By, at: Type.String() })),
})
export type StoredReview = Static<typeof StoredReview>

export const reviewArtefact = route({
  method: 'POST',
  path: '/brands/:brandId/checks/review',
  summary: 'Reads an artefact and keeps the verdict with it; the same content is not read twice under the same rules',
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({
    artefact: Artefact,
    carrierId: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
    content: Type.Union([TextContent, DraftContent]),
  }),
  reply: StoredReview,
})

export const listReviews = route({
  method: 'GET',
  path: '/brands/:brandId/checks/reviews',
  summary: 'Kept verdicts, newest first, with how many there are of each',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({
    verdict: Type.Optional(Verdict),
    /** Seen by people, or on its way to them. */
    live: Type.Optional(Type.Boolean()),
    kind: Type.Optional(Type.String({ maxLength: 40 })),
    rule: Type.Optional(Type.String({ maxLength: 60 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    /** `next` of the page before. */
    after: Type.Optional(Type.String({ maxLength: 120 })),
  }),
  reply: Type.Object({
    reviews: Type.Array(StoredReview),
    next: MaybeText,
    /** Of those that fit, whatever their verdict and rule. */
    counts: Type.Object({ block: Type.Integer(), warn: Type.Integer(), pass: Type.Integer() }),
  }),
})

export const getReview = route({
  method: 'GET',
  path: '/brands/:brandId/checks/reviews/:id',
  summary: 'A kept verdict with the content that was read',
  access: 'brand:viewer',
  params: IdParams,
  reply: Type.Object({ review: StoredReview, content: Type.Union([TextContent, DraftContent]) }),
})

export const confirmReview = route({
  method: 'POST',
  path: '/brands/:brandId/checks/reviews/:id/confirmation',
  summary: 'A person has seen the warnings of this very content and lets it leave; what blocks stays blocked',
  access: 'brand:operator',
  params: IdParams,
  reply: StoredReview,
})

/** A rule as it holds for the brand today. */
export const RuleInForce = Type.Object({
  id: Type.String(),
  family: Type.String(),
  name: Words,
  /** Where it holds; null: everywhere. */
  carriers: orNull(Type.Array(CheckCarrier)),
  check: Type.Array(Type.String()),
  /** As the pack says. */
  packSeverity: Severity,
  packOn: Type.Record(Type.String(), Severity),
  /** As it is in force; `on` has the carriers where it differs. Null: off. */
  severity: orNull(Severity),
  on: Type.Record(Type.String(), orNull(Severity)),
  forbids: Words,
  penalty: Words,
  rewrite: Words,
  source: Type.String(),
  /** What the keys of `source` stand for. */
  cites: Type.Array(Type.Object({ name: Words, clause: Type.String(), grade: Type.String() })),
  /** A to D, S: what the evidence is worth. */
  grade: Type.String(),
  /** Copy that the rule finds, and copy like it that it lets pass. */
  examples: Type.Array(Type.Object({ ...TextContent.properties, hit: Type.Boolean() })),
  from: Type.String(),
  to: MaybeText,
  /** `id@version`; `brand` for the brand's own rules. */
  pack: Type.String(),
  /** What the brand changed: on one carrier, or on all (null). */
  changes: Type.Array(
    Type.Object({ carrier: orNull(CheckCarrier), severity: orNull(Severity), reason: Type.String(), by: By, at: Type.String() }),
  ),
  waivers: Type.Integer(),
  /** Live artefacts whose kept verdict names it. */
  live: Type.Integer(),
})
export type RuleInForce = Static<typeof RuleInForce>

export const listRules = route({
  method: 'GET',
  path: '/brands/:brandId/checks/rules',
  summary: 'The catalogue as it holds today: severity in force, source, grade, penalty, who changed what',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Type.Object({ rules: Type.Array(RuleInForce), packs: Type.Array(Type.String()) }),
})

const DraftRead = Type.Object({ ...DraftContent.properties, review: Review })
/** An idea as it is usually told and the variant that reaches the same aim, each with what the rules of today say of it. */
export const IdeaRead = Type.Object({
  no: Type.Integer(),
  /** Of the operations guide. */
  section: Type.String(),
  name: Words,
  aim: Words,
  instead: Words,
  idea: DraftRead,
  compliant: DraftRead,
})
export type IdeaRead = Static<typeof IdeaRead>

export const listIdeas = route({
  method: 'GET',
  path: '/brands/:brandId/checks/ideas',
  summary: 'Ideas for campaigns that break rules as they are usually told, beside their compliant variants',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Type.Object({ ideas: Type.Array(IdeaRead) }),
})

export { By }
