/** What a mass message does after it was accepted: waits for the administrator, is checked, lands on phones, tells the callback. */

import type { XmlInputFields } from '@wematrix/wechat'
import { deliver } from '../api/messages.ts'
import { type Call, type DueContext, onDue } from '../api/on.ts'
import { systemSender } from '../api/sender.ts'
import { monthOf } from '../days.ts'
import type { Person } from '../facts.ts'
import { findRiskyWord } from '../risky-words.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { nextMsgDataId, putOut } from './publications.ts'
import type { MassJob, Publication } from './state.ts'

/** Real speeds in 10,000 receivers a minute. */
export const massSpeeds = { 0: 80, 1: 60, 2: 45, 3: 30, 4: 10 } as const
/** What a job takes beside its receivers. */
const checkMs = 20_000
const mostPerMonth = 4

/** Takes the draft out of its box and puts the job on the agenda. */
export function startJob({ realm, account, agenda }: Pick<Call, 'realm' | 'account' | 'agenda'>, job: MassJob): void {
  const { mass, drafts } = account.official
  if (job.content.msgtype === 'mpnews') {
    job.draft = drafts.get(job.content.mpnews.media_id)!
    job.msgDataId = nextMsgDataId(realm)
    drafts.delete(job.draft.mediaId)
  }
  mass.jobs.set(job.id, job)
  const sendingMs = ((job.receivers.length + job.crowd) / (massSpeeds[mass.speed] * 10_000)) * 60_000
  const at = job.confirmUntil ?? realm.clock.ms() + checkMs + Math.ceil(sendingMs)
  agenda.add({ at, kind: 'mass', ref: `${account.spec.appId} ${job.id}` })
}

onDue('mass', ({ realm, push }: DueContext, { ref }) => {
  const [appId = '', id = ''] = ref.split(' ')
  const account = realm.state.accounts.get(appId)
  const job = account?.official.mass.jobs.get(id)
  if (!account || job?.status !== 'SENDING') return
  finish(realm, account, job, push, job.confirmUntil === undefined ? statusOf(account, job) : 'err(40002)')
})

function statusOf({ official: { habit } }: AccountState, job: MassJob): string {
  if (habit.reprint && job.draft && !job.ignoreReprint) return 'err(30003)'
  const text = job.draft?.articles.map(({ title, content }) => title + content).join('\n') ?? JSON.stringify(job.content)
  const risky = findRiskyWord(text)
  if (risky) return `err(${reasons.includes(risky.label) ? risky.label : 21_000})`
  return habit.mass
}
/** What MASSSENDJOBFINISH names; everything else is 21000. */
const reasons = [10_001, 20_001, 20_002, 20_004, 20_006, 20_008, 20_013, 22_000]

/** Ends a job: on success it lands with everyone who may get it, else its draft comes back. */
function finish(realm: Realm, account: AccountState, job: MassJob, push: DueContext['push'], status: string): void {
  const sent = status === 'send success'
  const receivers = allowed(realm, account, job)
  const reached = receivers.length + job.crowd
  job.status = sent ? 'SEND_SUCCESS' : 'SEND_FAIL'
  const publication = sent && job.draft ? putOut(realm, account, job.draft, 0, job.msgDataId!) : undefined
  if (!sent && job.draft) account.official.drafts.set(job.draft.mediaId, job.draft)
  if (sent) for (const person of receivers) deliver({ realm, account, now: realm.clock.ms() }, person, 'mass', contentFor(job, publication))
  if (sent && account.spec.type === 'service') countReceived(realm, account, receivers)
  push(account, systemSender(account), {
    MsgType: 'event',
    Event: 'MASSSENDJOBFINISH',
    MsgID: BigInt(job.id),
    Status: status,
    TotalCount: job.receivers.length + job.crowd,
    FilterCount: reached,
    SentCount: sent ? reached : 0,
    ErrorCount: sent ? 0 : reached,
    ...(job.draft ? copyrightOf(account, job, publication) : {}),
  })
}

/** Followers who are not in the blacklist and have not had four messages of a service account this month. */
function allowed(realm: Realm, account: AccountState, job: MassJob): Person[] {
  const { blacklist, mass } = account.official
  const month = monthOf(realm.clock.ms())
  return job.receivers.flatMap(openid => {
    const person = realm.findByOpenid(openid)
    const full = account.spec.type === 'service' && (mass.received.get(`${month} ${openid}`) ?? 0) >= mostPerMonth
    return person && account.followers.get(openid)?.subscribed && !blacklist.has(openid) && !full ? [person] : []
  })
}

function countReceived(realm: Realm, { spec, official: { mass } }: AccountState, receivers: readonly Person[]): void {
  const month = monthOf(realm.clock.ms())
  for (const person of receivers) {
    const key = `${month} ${person.openids[spec.slot!]}`
    mass.received.set(key, (mass.received.get(key) ?? 0) + 1)
  }
}

/** What the phone shows: articles with the addresses they can be read at. */
function contentFor(job: MassJob, publication: Publication | undefined): Record<string, unknown> {
  if (!publication) return { ...job.content, msg_id: job.id }
  return {
    msgtype: 'mpnews',
    msg_id: job.id,
    msg_data_id: publication.msgDataId,
    articles: publication.articles.map(({ title, digest, url }) => ({ title, digest, url })),
  }
}

function copyrightOf({ official: { habit } }: AccountState, job: MassJob, publication: Publication | undefined): XmlInputFields {
  const reprints = habit.reprint ? job.draft!.articles.map((_article, n) => n + 1) : []
  const urls = publication?.articles ?? []
  return {
    CopyrightCheckResult: {
      Count: reprints.length,
      ResultList: {
        item: reprints.map(ArticleIdx => ({
          ArticleIdx,
          UserDeclareState: 0,
          AuditState: 2,
          OriginalArticleUrl: 'https://mp.weixin.qq.com/s/original',
          OriginalArticleType: 1,
          CanReprint: job.ignoreReprint ? 1 : 0,
          NeedReplaceContent: 1,
          NeedShowReprintSource: 1,
        })),
      },
      CheckState: habit.reprint ? (job.ignoreReprint ? 2 : 3) : 1,
    },
    ArticleUrlResult: {
      Count: urls.length,
      ResultList: { item: urls.map(({ url }, n) => ({ ArticleIdx: n + 1, ArticleUrl: url })) },
    },
  }
}

/** The administrator answers a job that waits (接口群发保护). Throws a plain error when none does. */
export function answerMass({ realm, agenda, push }: DueContext, account: AccountState, accepts: boolean, id?: string) {
  const { mass } = account.official
  const job = [...mass.jobs.values()].find(
    job => job.status === 'SENDING' && job.confirmUntil !== undefined && (id === undefined || job.id === id),
  )
  if (!job) throw new Error(`No mass message of "${account.spec.alias}" waits for its administrator.`)
  agenda.drop('mass', `${account.spec.appId} ${job.id}`)
  delete job.confirmUntil
  if (accepts) agenda.add({ at: realm.clock.ms() + checkMs, kind: 'mass', ref: `${account.spec.appId} ${job.id}` })
  else {
    const first = mass.remembered.get(job.clientId)
    if (first) first.refused = true
    finish(realm, account, job, push, 'err(40001)')
  }
  return { account: account.spec.alias, msg_id: job.id, status: job.status }
}
