/** @wematrix/wechat: WeChat's endpoints, callback codec, client and scene table. */
export * from './callback/index.ts'
export * from './endpoint.ts'
export * from './endpoints/index.ts'
export { parseJson, stringifyJson } from './json.ts'
export { dedupeKey } from './messages/dedupe-key.ts'
export * from './messages/normalize.ts'
