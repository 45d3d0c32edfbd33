/** Asks WeChat about many followers: a hundred a call, several calls at once. */
import { type Caller, getUserInfos, type UserInfo, WechatError } from '@wematrix/wechat'

export const perCall = 100

/**
 * What WeChat says of these people; whom it knows nothing of (40003) is not among them. The first error ends it, after the calls
 * under way have come back.
 *
 * @param spare  called before each call beyond one for every hundred: looking for an openid that spoils its hundred
 */
export async function askAbout(
  caller: Caller,
  openids: readonly string[],
  { inFlight, spare }: { inFlight: number; spare: () => Promise<unknown> },
): Promise<Map<string, UserInfo>> {
  const infos = new Map<string, UserInfo>()
  const parts: string[][] = []
  for (let from = 0; from < openids.length; from += perCall) parts.push(openids.slice(from, from + perCall))
  let failed: unknown
  let next = 0
  const lane = async () => {
    while (next < parts.length && failed === undefined) {
      try {
        await askPart(parts[next++]!)
      } catch (error) {
        failed ??= error
      }
    }
  }
  const askPart = async (part: string[]): Promise<void> => {
    try {
      const { user_info_list } = await getUserInfos(caller, { user_list: part.map(openid => ({ openid })) })
      for (const info of user_info_list) infos.set(info.openid, info)
    } catch (error) {
      if (!(error instanceof WechatError) || error.errcode !== 40003) throw error
      if (part.length === 1) return
      const half = part.length >> 1
      for (const piece of [part.slice(0, half), part.slice(half)]) {
        await spare()
        await askPart(piece)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(inFlight, parts.length) }, lane))
  if (failed !== undefined) throw failed
  return infos
}
