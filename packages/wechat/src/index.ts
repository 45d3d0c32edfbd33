/** @wematrix/wechat: WeChat's endpoints, callback codec, client and scene table. */
export * from './endpoint.ts'
export * from './endpoints/index.ts'
