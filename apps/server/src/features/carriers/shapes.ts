import Type from 'typebox'

/** A sentence in both languages. */
export const Words = Type.Object({ zh: Type.String(), en: Type.String() })
export const BrandParams = Type.Object({ brandId: Type.String({ minLength: 1, maxLength: 64 }) })
export const CarrierParams = Type.Object({ ...BrandParams.properties, id: Type.String({ minLength: 1, maxLength: 64 }) })
export const MaybeWords = Type.Union([Words, Type.Null()])
export const MaybeText = Type.Union([Type.String(), Type.Null()])
export const MaybeInteger = Type.Union([Type.Integer(), Type.Null()])
