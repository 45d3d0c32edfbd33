import type { Enter } from './wire.ts'

/** What a request gives back. WeChat calls `success` for every HTTP status; `fail` means nothing came back. */
export type RequestResult = { statusCode: number; data: unknown; header?: Record<string, string> }

/** The part of the global `wx` that the tracker uses. All of it exists since base library 2.20; none needs a privacy declaration. */
export type Wx = {
  request(options: {
    url: string
    method: 'POST'
    data: string
    header: Record<string, string>
    timeout: number
    success(result: RequestResult): void
    fail(error: { errMsg: string }): void
  }): unknown
  login(options: { timeout?: number; success(result: { code: string }): void; fail(error: { errMsg: string }): void }): unknown
  getStorageSync(key: string): unknown
  setStorageSync(key: string, value: unknown): void
  getEnterOptionsSync(): Enter
  getAccountInfoSync?(): { miniProgram: { appId: string; envVersion?: string; version?: string } }
  getDeviceInfo?(): { brand?: string; model?: string; platform?: string }
}

/** Runs `task` and swallows what it throws: nothing of the tracker may ever stop the host app. */
export function safely<T>(task: () => T): T | undefined {
  try {
    return task()
  } catch {
    return undefined
  }
}
