/** Parametric QR codes and short keys. */
import { createQrCode, createShortKey, readShortKey } from '@wematrix/wechat'
import { on, Refusal } from './on.ts'

const maxSeconds = 2_592_000

on(createQrCode, ({ realm, account, now }, input) => {
  const { action_name, action_info } = input
  const scene: { scene_id?: number; scene_str?: string } = action_info?.scene ?? {}
  const numeric = action_name === 'QR_SCENE' || action_name === 'QR_LIMIT_SCENE'
  const limited = action_name === 'QR_LIMIT_SCENE' || action_name === 'QR_LIMIT_STR_SCENE'
  if (!numeric && action_name !== 'QR_STR_SCENE' && action_name !== 'QR_LIMIT_STR_SCENE') throw new Refusal(40052, 'invalid action name')
  const id = scene.scene_id
  if (numeric && !(Number.isInteger(id) && id! > 0 && (!limited || id! <= 100_000))) throw new Refusal(40053, 'invalid action info')
  if (!numeric && !(scene.scene_str && scene.scene_str.length <= 64)) throw new Refusal(40053, 'invalid action info')
  const seconds = limited ? undefined : Math.min(maxSeconds, ('expire_seconds' in input ? input.expire_seconds : undefined) ?? 60)
  const ticket = `gQ${realm.id(94, 5)}==`
  const url = `http://weixin.qq.com/q/02${realm.id(14, 6)}`
  account.qrCodes.set(ticket, {
    ticket,
    scene: String(numeric ? id : scene.scene_str),
    numeric,
    url,
    ...(seconds ? { expiresAt: now + seconds * 1000 } : {}),
  })
  return { ticket, url, ...(seconds ? { expire_seconds: seconds } : {}) }
})

on(createShortKey, ({ realm, account, now }, { long_data, expire_seconds = maxSeconds }) => {
  if (Buffer.byteLength(long_data) > 4096) throw new Refusal(9410011, 'long_data too long')
  if (expire_seconds <= 0 || expire_seconds > maxSeconds) throw new Refusal(9410010, 'expire_seconds out of range')
  const key = realm.id(15, 7)
  account.shortKeys.set(key, { data: long_data, createdAt: now, expiresAt: now + expire_seconds * 1000 })
  return { short_key: key }
})
on(readShortKey, ({ account, now }, { short_key }) => {
  const kept = account.shortKeys.get(short_key)
  if (!kept || kept.expiresAt <= now) throw new Refusal(9410012, 'short_key not exist')
  return { long_data: kept.data, create_time: Math.floor(kept.createdAt / 1000), expire_seconds: Math.floor((kept.expiresAt - now) / 1000) }
})
