/** Clients that others wrote, from npm and unmodified. They carry no types of use here: each test names what it calls. */
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** A CommonJS package under a type that the caller vouches for. */
export function load<T>(name: string): T {
  return require(name) as T
}

/** WeChat's address, which these clients carry in them. */
export const wechatHost = 'https://api.weixin.qq.com'
