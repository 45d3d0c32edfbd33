/** Content checks: texts at once, media by an event within half an hour. Both want the openid of somebody who was here lately. */
import { checkMedia, checkText } from '@wematrix/wechat'
import { type Call, on, onDue, Refusal } from '../api/on.ts'
import { systemSender } from '../api/sender.ts'
import { hourMs } from '../days.ts'
import { mix } from '../random.ts'
import { type Found, findRiskyWord } from '../risky-words.ts'
import { decoded } from './codes-links.ts'
import { recentVisitor } from './sessions.ts'

/** Who wrote it, and where. Throws 40097, 40129, 40003, 43104, 61010. */
function checkAuthor(call: Call, { version, scene, openid }: { version: number; scene: number; openid: string }): void {
  if (Number(version) !== 2) throw new Refusal(40097, 'invalid args: version')
  if (![1, 2, 3, 4].includes(scene)) throw new Refusal(40129, 'invalid scene')
  recentVisitor(call, openid, 2 * hourMs)
}

/** `60f96f1d-3845297a-1976a3ae`: three words of eight hex digits. */
const traceId = ({ realm, now }: Call) =>
  [Math.floor(now / 1000), mix(realm.world.seed, realm.next(), 61), mix(realm.world.seed, realm.next(), 62)]
    .map(word => word.toString(16).padStart(8, '0'))
    .join('-')

const verdictOf = (found: Found | undefined) =>
  found ? { suggest: found.suggest, label: found.label } : { suggest: 'pass' as const, label: 100 }

on(checkText, (call, input) => {
  checkAuthor(call, input)
  if (!input.content) throw new Refusal(47001, 'data format error: content missing')
  if ([...input.content].length > 2500) throw new Refusal(45002, 'content size out of limit')
  const found = findRiskyWord([input.content, input.title, input.nickname, input.signature].filter(Boolean).join('\n'))
  const result = verdictOf(found)
  return {
    errcode: 0,
    errmsg: 'ok',
    result,
    detail: [
      { strategy: 'content_model', errcode: 0, ...result, prob: 90 },
      ...(found ? [{ strategy: 'keyword', errcode: 0, ...result, keyword: found.keyword, level: 20 }] : []),
    ],
    trace_id: traceId(call),
  }
})

on(checkMedia, (call, input) => {
  const { account, agenda, now } = call
  if (input.media_type !== 1 && input.media_type !== 2) throw new Refusal(40004, 'invalid media type')
  checkAuthor(call, input)
  if (!/^https?:\/\//.test(input.media_url ?? '') || !URL.canParse(input.media_url)) throw new Refusal(40097, 'invalid args: media_url')
  const { media } = account.miniProgram
  for (const one of media.values())
    if (one.url === input.media_url && one.openid === input.openid) throw new Refusal(87020, 'repeat request limit exceeded')
  const trace_id = traceId(call)
  media.set(trace_id, { openid: input.openid, url: input.media_url, kind: input.media_type })
  agenda.add({ at: now + 5000 + (mix(call.realm.next(), 63) % 55_000), kind: 'media-check', ref: `${account.spec.appId} ${trace_id}` })
  return { errcode: 0, errmsg: 'ok', trace_id }
})

/** The verdict on a medium is read from its address: risky words, or an address that can't exist. */
onDue('media-check', ({ realm, push }, { ref }) => {
  const [appId = '', trace_id = ''] = ref.split(' ')
  const account = realm.account(appId)
  const medium = account.miniProgram.media.get(trace_id)
  if (!medium) return
  account.miniProgram.media.delete(trace_id)
  const { hostname } = new URL(medium.url)
  const event = { MsgType: 'event', Event: 'wxa_media_check', appid: appId, trace_id, version: 2 }
  if (hostname.endsWith('.invalid'))
    return push(account, systemSender(account), { ...event, errcode: -1008, errmsg: 'download media failed', detail: [] })
  const verdict = verdictOf(mediaLabel(decoded(medium.url)))
  push(account, systemSender(account), {
    ...event,
    errcode: 0,
    errmsg: 'ok',
    detail: [{ strategy: 'content_model', errcode: 0, ...verdict, prob: 90 }],
    result: verdict,
  })
})

/** Media know fewer labels than texts: all others are 21000. */
function mediaLabel(url: string): Found | undefined {
  const found = findRiskyWord(url)
  return found && ![20001, 20002, 20006].includes(found.label) ? { ...found, label: 21000 } : found
}
