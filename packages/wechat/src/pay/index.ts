/** WeChat Pay APIv3 for a direct merchant: orders, refunds, notifications, both kinds of platform keys. */
export { openCertificates } from './certificates.ts'
export { createPayClient, type PayClient, type PayClientOptions } from './client.ts'
export { type FieldLimit, matchPayPath, type PayCaller, type PayEndpoint, type PayRow, payEndpoint, placePayFields } from './endpoint.ts'
export * from './endpoints.ts'
export * from './errors.ts'
export { type PayKey, PayKeys } from './keys.ts'
export { checkPayInput } from './limits.ts'
export * from './notification.ts'
export { apiV3Key, openResource, type SealedResource, sealResource } from './resource.ts'
export {
  authorization,
  authorizationScheme,
  type MerchantKey,
  merchantKey,
  type PayHeaders,
  type PaymentParameters,
  paymentParameters,
  readAuthorization,
  requestMessage,
  signText,
  verifyMessage,
  verifyText,
} from './signature.ts'
export type * from './types.ts'
