import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { answer, BrandParams, CarrierName, rangeQuery, Share, Words } from '../common/schema.ts'

/** One way in which a carrier fails when it stands alone. `failing` and `ok` are said only when the interval allows it. */
export const Diagnosis = Type.Object({
  id: Type.Union([Type.Literal('traffic-does-not-stay'), Type.Literal('service-does-not-land'), Type.Literal('reach-does-not-spread')]),
  carrier: CarrierName,
  name: Words,
  definition: Words,
  verdict: Type.Union([Type.Literal('failing'), Type.Literal('ok'), Type.Literal('unsure'), Type.Literal('too-few')]),
  threshold: Type.Number(),
  measured: Share,
  advice: Words,
})
export type Diagnosis = Static<typeof Diagnosis>

export const DiagnosesReply = answer({ diagnoses: Type.Array(Diagnosis) })
export type DiagnosesReply = Static<typeof DiagnosesReply>

const Threshold = Type.Optional(Type.Number({ minimum: 0, maximum: 1 }))

export const getDiagnoses = route({
  method: 'GET',
  path: '/brands/:brandId/diagnoses',
  summary: 'Does traffic stay, does service land, does reach spread?',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({ ...rangeQuery, stay: Threshold, land: Threshold, spread: Threshold }),
  reply: DiagnosesReply,
})
