/** What a brand says about rules: its own ones, other severities, exceptions for a time. */
import Type, { type Static } from 'typebox'
import { route } from '../../infra/route.ts'
import { BrandParams, By, CheckCarrier, CheckSurface, IdParams, MaybeText, orNull, Review, Severity, TextContent } from './schema.ts'

export const Reason = Type.String({ minLength: 4, maxLength: 500 })
const Word = Type.String({ minLength: 1, maxLength: 60 })

/** Words that the brand forbids, unless one of `unless` stands around them. */
export const BrandRuleInput = Type.Object({
  name: Type.String({ minLength: 1, maxLength: 80 }),
  words: Type.Array(Word, { minItems: 1, maxItems: 500, uniqueItems: true }),
  unless: Type.Optional(Type.Array(Word, { maxItems: 500, uniqueItems: true })),
  /** Absent: all. */
  surfaces: Type.Optional(Type.Array(CheckSurface, { minItems: 1, uniqueItems: true })),
  carriers: Type.Optional(Type.Array(CheckCarrier, { minItems: 1, uniqueItems: true })),
  severity: Severity,
  reason: Reason,
  /** What to say instead. */
  rewrite: Type.Optional(Type.String({ maxLength: 500 })),
})
export type BrandRuleInput = Static<typeof BrandRuleInput>

export const BrandRule = Type.Object({ ...BrandRuleInput.properties, id: Type.String(), by: By, at: Type.String() })
export type BrandRule = Static<typeof BrandRule>

export const listBrandRules = route({
  method: 'GET',
  path: '/brands/:brandId/checks/brand-rules',
  summary: 'Words that the brand itself forbids',
  access: 'brand:viewer',
  params: BrandParams,
  reply: Type.Object({ rules: Type.Array(BrandRule) }),
})

export const createBrandRule = route({
  method: 'POST',
  path: '/brands/:brandId/checks/brand-rules',
  summary: 'Forbids words, from now on and in everything that is live: a re-scan follows',
  access: 'brand:operator',
  params: BrandParams,
  body: BrandRuleInput,
  reply: BrandRule,
  status: 201,
})

export const updateBrandRule = route({
  method: 'PUT',
  path: '/brands/:brandId/checks/brand-rules/:id',
  summary: 'Replaces a rule of the brand; a re-scan follows',
  access: 'brand:operator',
  params: IdParams,
  body: BrandRuleInput,
  reply: BrandRule,
})

export const deleteBrandRule = route({
  method: 'DELETE',
  path: '/brands/:brandId/checks/brand-rules/:id',
  summary: 'Ends a rule of the brand; a re-scan follows',
  access: 'brand:operator',
  params: IdParams,
})

export const tryBrandRule = route({
  method: 'POST',
  path: '/brands/:brandId/checks/brand-rules/trial',
  summary: 'What a rule would find in some copy, it alone, before it is kept. Nothing is stored',
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({ rule: BrandRuleInput, content: TextContent }),
  reply: Review,
})

const RuleParams = Type.Object({ ...BrandParams.properties, rule: Type.String({ minLength: 1, maxLength: 60 }) })

/** The severity that holds instead of the pack's, on one carrier or on all; null switches the rule off. */
export const SeverityChange = Type.Object({
  rule: Type.String(),
  carrier: orNull(CheckCarrier),
  severity: orNull(Severity),
  reason: Type.String(),
  by: By,
  at: Type.String(),
})
export type SeverityChange = Static<typeof SeverityChange>

export const setSeverity = route({
  method: 'PUT',
  path: '/brands/:brandId/checks/rules/:rule/severity',
  summary: 'Changes how severe a rule is, with a reason; for people, not for keys. A re-scan follows',
  access: 'brand:operator',
  params: RuleParams,
  body: Type.Object({ carrier: Type.Optional(CheckCarrier), severity: orNull(Severity), reason: Reason }),
  reply: SeverityChange,
})

export const resetSeverity = route({
  method: 'DELETE',
  path: '/brands/:brandId/checks/rules/:rule/severity',
  summary: 'Goes back to the severity of the pack; a re-scan follows',
  access: 'brand:operator',
  params: RuleParams,
})

/** For one artefact or for all of the brand; what it covers is found, shown, and lets pass until `until`. */
export const Waiver = Type.Object({
  id: Type.String(),
  rule: Type.String(),
  artefact: orNull(Type.Object({ kind: Type.String(), id: Type.String() })),
  until: Type.String(),
  reason: Type.String(),
  by: By,
  at: Type.String(),
  /** When and by whom it was ended before its time. */
  ended: orNull(Type.Object({ by: By, at: Type.String() })),
  state: Type.Union([Type.Literal('in_force'), Type.Literal('over'), Type.Literal('ended')]),
})
export type Waiver = Static<typeof Waiver>

/** Days that a waiver lasts at most. */
export const longestWaiverDays = 90

export const listWaivers = route({
  method: 'GET',
  path: '/brands/:brandId/checks/waivers',
  summary: 'Exceptions in force, and those that were, newest first',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({ after: Type.Optional(Type.String({ maxLength: 64 })) }),
  reply: Type.Object({ waivers: Type.Array(Waiver), next: MaybeText }),
})

export const grantWaiver = route({
  method: 'POST',
  path: '/brands/:brandId/checks/waivers',
  summary: `Lets a rule pass for one artefact or all, at most ${longestWaiverDays} days, with a reason; for people, not for keys`,
  access: 'brand:operator',
  params: BrandParams,
  body: Type.Object({
    rule: Type.String({ minLength: 1, maxLength: 60 }),
    artefact: Type.Optional(
      Type.Object({ kind: Type.String({ minLength: 1, maxLength: 40 }), id: Type.String({ minLength: 1, maxLength: 200 }) }),
    ),
    /** An instant. */
    until: Type.String({ format: 'date-time' }),
    reason: Reason,
  }),
  reply: Waiver,
  status: 201,
})

export const endWaiver = route({
  method: 'DELETE',
  path: '/brands/:brandId/checks/waivers/:id',
  summary: 'Ends an exception at once; it stays in the list',
  access: 'brand:operator',
  params: IdParams,
})
