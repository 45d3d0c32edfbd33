/** @wematrix/wechat: WeChat's endpoints, client, callback codec and scene table. Useful alone. */
export * from './arrival/index.ts'
export * from './callback/index.ts'
export * from './client/index.ts'
export * from './endpoint.ts'
export * from './endpoints/index.ts'
export { parseJson, stringifyJson } from './json.ts'
export { dedupeKey } from './messages/dedupe-key.ts'
export * from './messages/normalize.ts'
