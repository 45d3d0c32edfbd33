import Type, { type Static } from 'typebox'
import { route } from '../../../infra/route.ts'
import { BrandParams, Day } from '../common/schema.ts'

/** A note on a day of the brand, shown on charts. */
export const Annotation = Type.Object({
  id: Type.String(),
  day: Type.String(),
  text: Type.String(),
  author: Type.String(),
  createdAt: Type.String(),
})
export type Annotation = Static<typeof Annotation>

const AnnotationBody = Type.Object({ day: Day, text: Type.String({ minLength: 1, maxLength: 500 }) })
const AnnotationParams = Type.Object({ ...BrandParams.properties, id: Type.String() })

export const listAnnotations = route({
  method: 'GET',
  path: '/brands/:brandId/annotations',
  summary: 'Notes on days, oldest first',
  access: 'brand:viewer',
  params: BrandParams,
  query: Type.Object({ from: Type.Optional(Day), to: Type.Optional(Day) }),
  reply: Type.Object({ annotations: Type.Array(Annotation) }),
})

export const createAnnotation = route({
  method: 'POST',
  path: '/brands/:brandId/annotations',
  summary: 'Put a note on a day',
  access: 'brand:operator',
  params: BrandParams,
  body: AnnotationBody,
  reply: Annotation,
})

export const updateAnnotation = route({
  method: 'PATCH',
  path: '/brands/:brandId/annotations/:id',
  summary: 'Change a note',
  access: 'brand:operator',
  params: AnnotationParams,
  body: Type.Partial(AnnotationBody),
  reply: Annotation,
})

export const deleteAnnotation = route({
  method: 'DELETE',
  path: '/brands/:brandId/annotations/:id',
  summary: 'Take a note away',
  access: 'brand:operator',
  params: AnnotationParams,
  reply: Type.Object({ deleted: Type.Boolean() }),
})
