/** Mass messages (群发): the calls. What a job then does stands in `mass-jobs.ts`. */

import { createHash } from 'node:crypto'
import {
  deleteMass,
  getMass,
  getMassSpeed,
  type MassContent,
  type MassPreview,
  previewMass,
  sendMass,
  sendMassTo,
  setMassSpeed,
} from '@wematrix/wechat'
import { deliver } from '../api/messages.ts'
import { bytes, type Call, on, Refusal } from '../api/on.ts'
import { dayMs, dayOf, dayText, monthOf } from '../days.ts'
import { crowdCount, crowdIndex } from '../state/crowd.ts'
import type { AccountState } from '../state/state.ts'
import { needsService, needsVerified } from './capabilities.ts'
import { draftOf } from './drafts.ts'
import { massSpeeds, startJob } from './mass-jobs.ts'
import { mediaOf } from './media.ts'
import { publicationsOf } from './publications.ts'
import type { MassJob } from './state.ts'

const perMonth = 4
const rememberMs = dayMs
const confirmMs = 30 * 60_000

type Sending = MassContent & { send_ignore_reprint?: 0 | 1; clientmsgid?: string }

/** Throws 40008, 45113, 44004, 41006, 40007 for what can't be sent. */
function checkContent(call: Call, message: MassContent | MassPreview): void {
  const content = message as Record<string, unknown> & { msgtype?: string }
  const part = (content[content.msgtype === 'image' ? 'images' : String(content.msgtype)] ?? {}) as Record<string, unknown>
  switch (content.msgtype) {
    case 'text':
      if (!part.content) throw new Refusal(44004, 'empty content')
      return
    case 'mpnews':
      draftOf(call.account, part.media_id)
      return
    case 'voice':
      mediaOf(call, part.media_id, ['voice'])
      return
    case 'image': {
      const single = (content.image as { media_id?: string } | undefined)?.media_id
      const ids = Array.isArray(part.media_ids) ? part.media_ids : [single]
      if (ids.length === 0) throw new Refusal(41006, 'media_id missing')
      for (const id of ids) mediaOf(call, id, ['image'])
      return
    }
    case 'mpvideo':
      mediaOf(call, part.media_id, ['mass_video'])
      return
    case 'wxcard':
      throw new Refusal(45113, 'wxcard can not be mass sent any more')
    default:
      throw new Refusal(40008, 'invalid message type')
  }
}

/** What a `clientmsgid` stands for when none is given: the range and the content. */
const digest = (range: unknown, content: unknown) =>
  createHash('md5')
    .update(JSON.stringify([range, content]))
    .digest('hex')

/** Throws 45067 too long, 45066 within a minute, 89505 refused before, 45065 with the first msg_id within 24 hours. */
function checkRepeat({ account, now }: Call, clientId: string): void {
  if (bytes(clientId) > 32) throw new Refusal(45067, 'clientmsgid size out of limit')
  const first = account.official.mass.remembered.get(clientId)
  if (!first || now - first.at >= rememberMs) return
  if (first.refused) throw new Refusal(89505, 'administrator refused')
  if (now - first.at < 60_000) throw new Refusal(45066, 'same clientmsgid retry too fast')
  throw new Refusal(45065, 'clientmsgid exist', { msg_id: Number(first.msgId) })
}

/** One a day for a subscription account, four a natural month for a service account. Throws 45028. */
function spendQuota({ account, now }: Call): void {
  const { spent } = account.official.mass
  const service = account.spec.type === 'service'
  const period = service ? monthOf(now) : dayText(dayOf(now))
  const used = spent.get(period) ?? 0
  if (used >= (service ? perMonth : 1)) throw new Refusal(45028, 'has no masssend quota')
  spent.set(period, used + 1)
}

function accept(call: Call, range: unknown, receivers: string[], message: Sending, crowd = 0) {
  const { account, now } = call
  const { mass } = account.official
  const { send_ignore_reprint, clientmsgid, ...rest } = message
  const { filter: _filter, touser: _touser, ...content } = rest as MassContent & { filter?: unknown; touser?: unknown }
  const clientId = clientmsgid ?? digest(range, content)
  checkRepeat(call, clientId)
  for (const job of mass.jobs.values())
    if (job.confirmUntil !== undefined && job.status === 'SENDING') throw new Refusal(89504, 'a mass message waits for the administrator')
  checkContent(call, content as MassContent)
  spendQuota(call)
  const job: MassJob = {
    id: String(3_147_480_000 + call.realm.next()),
    at: now,
    clientId,
    content: content as MassContent,
    receivers,
    crowd,
    ignoreReprint: send_ignore_reprint === 1,
    status: 'SENDING',
    ...(account.official.habit.massProtection ? { confirmUntil: now + confirmMs } : {}),
  }
  startJob(call, job)
  mass.remembered.set(clientId, { msgId: job.id, at: now })
  return {
    errcode: 0,
    errmsg: 'send job submission success',
    msg_id: Number(job.id),
    ...(job.msgDataId === undefined ? {} : { msg_data_id: Number(job.msgDataId) }),
  }
}

const following = (account: AccountState) => [...account.followers.values()].filter(({ subscribed }) => subscribed)

on(sendMass, (call, { filter, ...message }) => {
  const { account } = call
  needsVerified(account)
  if (typeof filter !== 'object' || filter === null) throw new Refusal(40035, 'invalid parameter: filter')
  const all = filter.is_to_all === true
  if (!all && !account.tags.some(({ id }) => id === Number(filter.tag_id))) throw new Refusal(45159, 'invalid tag id')
  const receivers = following(account).filter(({ tags }) => all || tags.includes(Number(filter.tag_id)))
  return accept(
    call,
    filter,
    receivers.map(({ openid }) => openid),
    message as Sending,
    all ? crowdCount(account) : 0,
  )
})

function followsInCrowd(account: AccountState, openid: string): boolean {
  const index = crowdIndex(account, openid)
  return index !== undefined && !account.crowd!.left.has(index) && !account.official.blacklist.has(openid)
}

on(sendMassTo, (call, { touser, ...message }) => {
  needsService(call.account)
  if (!Array.isArray(touser)) throw new Refusal(40031, 'invalid openid list')
  if (touser.length < 2) throw new Refusal(40130, 'invalid openid list size, at least two openid')
  if (touser.length > 10_000) throw new Refusal(40032, 'invalid openid list size')
  const openids = [...new Set(touser.map(String))]
  const others = openids.filter(openid => !followsInCrowd(call.account, openid))
  return accept(call, touser, others, message as Sending, openids.length - others.length)
})

/** Lands on one phone, costs no mass message and leaves the draft where it is. WeChat ids are the people's names here. */
on(previewMass, (call, message) => {
  const { realm, account } = call
  needsVerified(account)
  const { touser, towxname, ...content } = message as MassPreview & { touser?: string; towxname?: string }
  const named = towxname === undefined || towxname === '' ? undefined : realm.known(towxname)
  if (towxname && !named) throw new Refusal(40132, 'invalid username')
  const openid = named ? named.openids[account.spec.slot!] : touser
  const person = openid === undefined ? undefined : realm.findByOpenid(openid)
  if (openid === undefined || !person || person.openids[account.spec.slot!] !== openid) throw new Refusal(40003, 'invalid openid')
  if (!account.followers.get(openid)?.subscribed) throw new Refusal(43004, 'require subscribe')
  if (account.official.blacklist.has(openid)) throw new Refusal(43019, 'receiver is in the blacklist')
  checkContent(call, content as unknown as MassPreview)
  deliver(call, person, 'preview', content)
  return { errcode: 0, errmsg: 'preview success', msg_id: 3_147_480_000 + realm.next() }
})

function jobOf({ account }: Call, id: unknown): MassJob {
  const job = account.official.mass.jobs.get(String(id))
  if (!job) throw new Refusal(40059, 'invalid msg id')
  return job
}

on(getMass, (call, { msg_id }) => {
  needsVerified(call.account)
  const job = jobOf(call, msg_id)
  return { msg_id: Number(job.id), msg_status: job.status }
})

/** The content vanishes, the cards in the chats stay. Only articles and videos can be deleted. */
on(deleteMass, (call, { msg_id, url, article_idx = 0 }) => {
  const { account } = call
  needsVerified(account)
  const { mass } = account.official
  const publications = publicationsOf(call.realm, account)
  const byUrl = url
    ? [...publications.values()].find(({ type, articles }) => type === 0 && articles.some(one => one.url === url))
    : undefined
  if (url && !msg_id && !byUrl) throw new Refusal(40060, 'invalid url')
  const job = byUrl ? [...mass.jobs.values()].find(({ msgDataId }) => msgDataId === byUrl.msgDataId) : jobOf(call, msg_id)
  if (job && (job.status !== 'SEND_SUCCESS' || (job.content.msgtype !== 'mpnews' && job.content.msgtype !== 'mpvideo')))
    throw new Refusal(40059, 'invalid msg id: only articles and videos that were sent can be deleted')
  const articles = (byUrl ?? (job?.msgDataId ? publications.get(job.msgDataId) : undefined))?.articles ?? []
  if (!Number.isInteger(article_idx) || article_idx < 0 || article_idx > Math.max(1, articles.length))
    throw new Refusal(40065, 'invalid article idx')
  for (const [n, article] of articles.entries()) if (article_idx === 0 || article_idx === n + 1) article.deleted = true
  if (job && articles.every(({ deleted }) => deleted)) job.status = 'DELETE'
})

on(getMassSpeed, ({ account }) => {
  needsVerified(account)
  const { speed } = account.official.mass
  return { speed, realspeed: massSpeeds[speed] }
})
on(setMassSpeed, ({ account }, { speed }) => {
  needsVerified(account)
  if (speed === undefined) throw new Refusal(45084, 'speed is missing')
  if (![0, 1, 2, 3, 4].includes(speed)) throw new Refusal(45083, 'speed is out of 0 to 4')
  account.official.mass.speed = speed
})
