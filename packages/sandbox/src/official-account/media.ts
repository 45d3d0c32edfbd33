/** Media of an account: temporary files for three days of the world's clock, the permanent library, pictures for articles. */
import {
  addMaterial,
  countMaterials,
  deleteMaterial,
  getJsSdkVoice,
  getMaterial,
  getTemporaryMedia,
  listMaterials,
  type MediaKind,
  type MenuLeaf,
  prepareMassVideo,
  type Upload,
  uploadArticleImage,
  uploadTemporaryMedia,
} from '@wematrix/wechat'
import { type Call, on, Refusal } from '../api/on.ts'
import { dayMs } from '../days.ts'
import type { Realm } from '../state/realm.ts'
import type { AccountState } from '../state/state.ts'
import { needsVerified } from './capabilities.ts'
import { checkUpload, type FileFormat } from './media-files.ts'
import { pageOf } from './paging.ts'
import type { StoredMedia } from './state.ts'

export const mediaLifeMs = 3 * dayMs
const mostPictures = 100_000
const mostOthers = 1000

/**
 * The file behind an id: `kinds` narrows it, `permanent` wants one of the library, `false` a temporary one. Throws 41006 without an
 * id, 40007 when it is unknown, of another account, of another kind or over.
 */
export function mediaOf(
  { account, now }: Pick<Call, 'account' | 'now'>,
  id: unknown,
  kinds: readonly StoredMedia['kind'][],
  permanent?: boolean,
): StoredMedia {
  if (id === undefined || id === '') throw new Refusal(41006, 'media_id missing')
  const media = account.official.media.get(String(id))
  if (
    !media ||
    !kinds.includes(media.kind) ||
    (media.expiresAt !== undefined && media.expiresAt <= now) ||
    (permanent !== undefined && permanent !== (media.expiresAt === undefined))
  )
    throw new Refusal(40007, 'invalid media_id')
  return media
}

/** Keeps a file; `lifeMs` absent = for good. Pictures and videos get an address of WeChat's form, which the sandbox serves. */
export function keepMedia(
  realm: Realm,
  account: AccountState,
  kind: StoredMedia['kind'],
  file: { name: string; data: Uint8Array; format: FileFormat },
  lifeMs?: number,
): StoredMedia {
  const at = realm.clock.ms()
  forgetEnded(account, at)
  const media: StoredMedia = {
    id: realm.id(lifeMs === undefined ? 43 : 64, 60),
    kind,
    name: file.name,
    data: file.data,
    mime: file.format.mime,
    at,
    ...(lifeMs === undefined ? {} : { expiresAt: at + lifeMs }),
    url: addressOf(realm, account, kind === 'video' || kind === 'mass_video' ? 'mpvideo' : 'mmbiz', file.data, file.format),
  }
  account.official.media.set(media.id, media)
  return media
}

/** Temporary files that are over, with their addresses: the memory of a long test is short. */
function forgetEnded({ official: { media, files } }: AccountState, now: number): void {
  for (const { id, url, expiresAt } of media.values()) {
    if (expiresAt === undefined || expiresAt > now) continue
    media.delete(id)
    if (url) files.delete(new URL(url).pathname)
  }
}

/** `http://mmbiz.qpic.cn/mmbiz_png/…/0?wx_fmt=png`: the path is served by the sandbox as well. */
function addressOf(realm: Realm, account: AccountState, host: 'mmbiz' | 'mpvideo', data: Uint8Array, format: FileFormat): string {
  const path = host === 'mmbiz' ? `/mmbiz_${format.extension}/${realm.id(48, 61)}/0` : `/mpvideo/${realm.id(32, 61)}.${format.extension}`
  account.official.files.set(path, { data, mime: format.mime })
  return `http://${host}.qpic.cn${path}${host === 'mmbiz' ? `?wx_fmt=${format.extension}` : ''}`
}

/** What stands at an address that {@link keepMedia} made, by its path. */
export function fileAt(realm: Realm, path: string): { data: Uint8Array; mime: string } | undefined {
  if (!/^\/(mmbiz_|mpvideo\/)/.test(path)) return undefined
  for (const account of realm.accounts()) {
    const file = account.official.files.get(path)
    if (file) return file
  }
  return undefined
}

on(uploadTemporaryMedia, ({ realm, account }, { type, media }) => {
  const format = checkUpload(type, media)
  const kept = keepMedia(realm, account, type, { name: media.filename, data: media.data, format }, mediaLifeMs)
  return { type, [type === 'thumb' ? 'thumb_media_id' : 'media_id']: kept.id, created_at: Math.floor(kept.at / 1000) } as {
    type: MediaKind
    media_id: string
    created_at: number
  }
})
on(getTemporaryMedia, (call, { media_id }) => {
  const media = mediaOf(call, media_id, ['image', 'voice', 'video', 'thumb', 'mass_video'], false)
  return media.kind === 'video' || media.kind === 'mass_video' ? { video_url: media.url! } : media.data
})
on(getJsSdkVoice, (call, { media_id }) => {
  const { speex } = mediaOf(call, media_id, ['voice'], false)
  if (!speex) throw new Refusal(40007, 'invalid media_id: not recorded with the JS-SDK')
  return speex
})

on(uploadArticleImage, ({ realm, account }, { media }) => {
  needsVerified(account)
  const format = checkUpload('article', media)
  return { url: addressOf(realm, account, 'mmbiz', media.data, format) }
})

const library = (account: AccountState, kind: MediaKind) =>
  [...account.official.media.values()].filter(media => media.kind === kind && media.expiresAt === undefined)

on(addMaterial, ({ realm, account }, { type, media, description }) => {
  needsVerified(account)
  const format = checkUpload(type, media)
  const titled = type === 'video' ? readTitle(description) : undefined
  if (library(account, type).length >= (type === 'image' ? mostPictures : mostOthers))
    throw new Refusal(45001, 'material count out of limit')
  const kept = keepMedia(realm, account, type, { name: (media as Upload).filename, data: media.data, format })
  Object.assign(kept, titled)
  return { media_id: kept.id, ...(type === 'image' || type === 'thumb' ? { url: kept.url! } : {}) }
})

/** A video's `description`, JSON in a part of its own. Throws 47001 when it can't be read, 40035 without title. */
function readTitle(description: unknown): { title: string; introduction: string } {
  let value: unknown
  try {
    value = JSON.parse(String(description))
  } catch {
    throw new Refusal(47001, 'data format error: description')
  }
  const { title, introduction = '' } = (value ?? {}) as Record<string, unknown>
  if (typeof title !== 'string' || title === '') throw new Refusal(40035, 'invalid parameter: description.title')
  return { title, introduction: String(introduction) }
}

on(getMaterial, (call, { media_id }) => {
  needsVerified(call.account)
  const media = mediaOf(call, media_id, ['image', 'voice', 'video', 'thumb'], true)
  if (media.kind !== 'video') return media.data
  return { title: media.title ?? '', description: media.introduction ?? '', down_url: media.url! }
})

on(countMaterials, ({ account }) => {
  needsVerified(account)
  return {
    voice_count: library(account, 'voice').length,
    video_count: library(account, 'video').length,
    image_count: library(account, 'image').length,
    news_count: 0,
  }
})

on(listMaterials, ({ account }, { type, offset, count }) => {
  needsVerified(account)
  if (!['image', 'voice', 'video', 'news'].includes(type)) throw new Refusal(40004, 'invalid media type')
  const all = type === 'news' ? [] : library(account, type).reverse()
  const { part, ...counts } = pageOf(all, offset, count)
  return {
    ...counts,
    item: part.map(media => ({
      media_id: media.id,
      name: media.title ?? media.name,
      update_time: Math.floor(media.at / 1000),
      ...(media.kind === 'image' ? { url: media.url! } : {}),
    })),
  }
})

on(deleteMaterial, (call, { media_id }) => {
  const { account } = call
  needsVerified(account)
  const media = mediaOf(call, media_id, ['image', 'voice', 'video', 'thumb'], true)
  if (isReferenced(account, media.id)) throw new Refusal(48005, 'forbid to delete material used by auto-reply or menu')
  account.official.media.delete(media.id)
})

/** Does a menu, or an auto-reply of the console, show this material? */
function isReferenced({ menu, conditional, official: { autoReplies } }: AccountState, id: string): boolean {
  const leaves = [menu, ...conditional].flatMap(one =>
    (one?.button ?? []).flatMap(entry => ('sub_button' in entry ? entry.sub_button : [entry as MenuLeaf])),
  )
  const replies = [
    autoReplies?.add_friend_autoreply_info,
    autoReplies?.message_default_autoreply_info,
    ...(autoReplies?.keyword_autoreply_info?.list.flatMap(rule => rule.reply_list_info) ?? []),
  ]
  return leaves.some(leaf => 'media_id' in leaf && leaf.media_id === id) || replies.some(reply => reply?.content === id)
}

on(prepareMassVideo, (call, { media_id, title, description }) => {
  needsVerified(call.account)
  const video = mediaOf(call, media_id, ['video'])
  const kept = keepMedia(
    call.realm,
    call.account,
    'mass_video',
    { name: video.name, data: video.data, format: { extension: 'mp4', mime: video.mime } },
    mediaLifeMs,
  )
  Object.assign(kept, { title: title ?? '', introduction: description ?? '' })
  return { type: 'video', media_id: kept.id, created_at: Math.floor(kept.at / 1000) }
})
