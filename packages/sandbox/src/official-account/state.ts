/** What WeChat remembers of an account's media, articles, mass messages, staff and links, as plain data. */
import type { Article, AutoReplies, MassContent, MediaKind, PublishState, QrCodeJump } from '@wematrix/wechat'

export type StoredMedia = {
  id: string
  /** `mass_video` comes of `media/uploadvideo`. */
  kind: MediaKind | 'mass_video'
  name: string
  data: Uint8Array
  mime: string
  /** Milliseconds. */
  at: number
  /** Temporary files end; absent = in the library. */
  expiresAt?: number
  /** Address of a picture. */
  url?: string
  title?: string
  introduction?: string
  /** Recorded with the JS-SDK: the speex is kept beside the AMR. */
  speex?: Uint8Array
}

export type Draft = { mediaId: string; articles: Article[]; createdAt: number; updatedAt: number }

export type PublishedArticle = Article & { url: string; deleted: boolean }
/** One publication: by `freepublish` (1) or by mass message (0), the same numbers as in statistics. */
export type Publication = {
  msgDataId: string
  articleId: string
  type: 0 | 1
  at: number
  updatedAt: number
  articles: PublishedArticle[]
  banned?: boolean
}

export type PublishJob = { id: string; at: number; draft: Draft; msgDataId: string; status: PublishState['publish_status'] }

export type MassStatus = 'SENDING' | 'SEND_SUCCESS' | 'SEND_FAIL' | 'DELETE'
export type MassJob = {
  id: string
  at: number
  clientId: string
  content: MassContent
  /** Openids the call named, or those of the tag or account at that time. */
  receivers: string[]
  /** Of the account's crowd. */
  crowd: number
  ignoreReprint: boolean
  status: MassStatus
  msgDataId?: string
  /** The draft that left the box for it. */
  draft?: Draft
  /** The administrator confirms until then (接口群发保护). */
  confirmUntil?: number
}
export type MassState = {
  jobs: Map<string, MassJob>
  speed: 0 | 1 | 2 | 3 | 4
  /** clientmsgid → the first job, for 24 hours. */
  remembered: Map<string, { msgId: string; at: number; refused?: boolean }>
  /** Jobs by Beijing day or month. */
  spent: Map<string, number>
  /** Messages a person received, by `month openid`. */
  received: Map<string, number>
}

export type CommentState = {
  id: number
  openid: string
  at: number
  content: string
  elected: boolean
  reply?: { content: string; at: number }
}
/** Comments of one article, by `msg_data_id index`. */
export type CommentBoard = { open: boolean; fansOnly: boolean; list: CommentState[] }

export type Staff = {
  account: string
  nickname: string
  id: number
  headimgUrl: string
  /** WeChat id of the person who is it. */
  wx?: string
  invite?: { wx: string; expiresAt: number; status: 'waiting' | 'rejected' }
  online: boolean
}
export type ServiceRecord = { id: number; openid: string; opercode: number; text: string; at: number; worker: string }
export type DeskState = {
  on: boolean
  staff: Map<string, Staff>
  /** Who serves a person, by openid. */
  sessions: Map<string, { staff: string; since: number }>
  /** Since when somebody waits, by openid. */
  waiting: Map<string, number>
  records: ServiceRecord[]
}

/** What an owner or a test changes to provoke what WeChat does rarely. */
export type OfficialHabit = {
  /** Status that publish jobs end with, or the code that `freepublish/submit` refuses with. */
  publish: 0 | 2 | 3 | 4 | 53503 | 53504 | 53505
  /** Status of MASSSENDJOBFINISH: `send success`, `send fail`, `err(20001)`, … */
  mass: string
  /** Articles of mass messages are found to be reprints. */
  reprint: boolean
  /** 接口群发保护. */
  massProtection: boolean
  comments: boolean
  /** May it show product cards in articles? */
  selling: 'on' | 'off' | 'barred'
  draftBox: boolean
  /** The new article statistics of yesterday are late (`is_delay`). */
  late: boolean
  /** Is the account of the third-party platform's own subject? */
  sameEntity: boolean
  /** AppIDs whose followers moved here (账号迁移). */
  migratedFrom: string[]
}

export type HeldBack = { id: number; tmpl_msg_id: string; title: string; content: string; send_timestamp: number; openid: string }

export type MiniProgramLink = { status: 1 | 2 | 3 | 12; showProfile: boolean; notifyUsers: boolean }

export type OfficialState = {
  media: Map<string, StoredMedia>
  /** Pictures of `uploadimg`, and everything else that has an address, by path. */
  files: Map<string, { data: Uint8Array; mime: string }>
  drafts: Map<string, Draft>
  publications: Map<string, Publication>
  publishJobs: Map<string, PublishJob>
  mass: MassState
  comments: Map<string, CommentBoard>
  blacklist: Set<string>
  industry?: { ids: [string, string]; month: string }
  /** Accepts of one-time messages of the old kind, by `openid template scene`. */
  oneTime: Map<string, number>
  /** Template messages that WeChat held back for their content. */
  heldBack: HeldBack[]
  /** `client_msg_id` of template messages, by `openid id`, for ten minutes. */
  sentTemplates: Map<string, { msgid: bigint; at: number }>
  typing: Map<string, number>
  jumps: Map<string, QrCodeJump & { published: boolean; at: number }>
  links: Map<string, MiniProgramLink>
  desk: DeskState
  /** Bound to the Open Platform by API, which alone may unbind it. */
  boundByApi?: true
  wecom?: { corpid: string; boundAt: number }
  autoReplies?: AutoReplies
  habit: OfficialHabit
}

export function freshOfficial(): OfficialState {
  return {
    media: new Map(),
    files: new Map(),
    drafts: new Map(),
    publications: new Map(),
    publishJobs: new Map(),
    mass: { jobs: new Map(), speed: 0, remembered: new Map(), spent: new Map(), received: new Map() },
    comments: new Map(),
    blacklist: new Set(),
    oneTime: new Map(),
    heldBack: [],
    sentTemplates: new Map(),
    typing: new Map(),
    jumps: new Map(),
    links: new Map(),
    desk: { on: true, staff: new Map(), sessions: new Map(), waiting: new Map(), records: [] },
    habit: {
      publish: 0,
      mass: 'send success',
      reprint: false,
      massProtection: false,
      comments: true,
      selling: 'on',
      draftBox: true,
      late: false,
      sameEntity: true,
      migratedFrom: [],
    },
  }
}
