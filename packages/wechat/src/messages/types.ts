/**
 * What WeChat pushes, in its own spelling. Ids are strings, counts and times numbers, lists arrays, whatever the format was.
 * `kind` tells messages, events and pushes of a third-party platform apart; what we do not know is kept as `unknown`.
 */

type Envelope = {
  /** Original id of the account, `gh_…`. */
  ToUserName: string
  /** The person's openid at this account. */
  FromUserName: string
  /** Unix seconds. */
  CreateTime: number
}

type FromPerson = Envelope & {
  kind: 'message'
  /** 64 bit, as text: the key to drop repeats by. */
  MsgId: string
  /** The article that the message was sent from, and its place counted from 1. */
  MsgDataId?: string
  Idx?: number
}

export type TextMessage = FromPerson & {
  MsgType: 'text'
  Content: string /** Which entry of a msgmenu was tapped. */
  bizmsgmenuid?: string
}
export type ImageMessage = FromPerson & { MsgType: 'image'; PicUrl: string; MediaId: string }
export type VoiceMessage = FromPerson & { MsgType: 'voice'; MediaId: string; Format: string; MediaId16K?: string; Recognition?: string }
export type VideoMessage = FromPerson & { MsgType: 'video' | 'shortvideo'; MediaId: string; ThumbMediaId: string }
export type LocationMessage = FromPerson & { MsgType: 'location'; Location_X: number; Location_Y: number; Scale: number; Label: string }
export type LinkMessage = FromPerson & { MsgType: 'link'; Title: string; Description: string; Url: string }
export type MiniProgramPageMessage = FromPerson & {
  MsgType: 'miniprogrampage'
  Title: string
  AppId: string
  PagePath: string
  ThumbUrl?: string
  ThumbMediaId?: string
}
export type PersonMessage =
  | TextMessage
  | ImageMessage
  | VoiceMessage
  | VideoMessage
  | LocationMessage
  | LinkMessage
  | MiniProgramPageMessage

type EventEnvelope = Envelope & { kind: 'event'; MsgType: 'event' }
type MenuEnvelope = EventEnvelope & { /** key, address or page of the button. */ EventKey: string; MenuId?: string }

/** `EventKey` is `qrscene_<scene>` when a code made the person follow. */
export type SubscribeEvent = EventEnvelope & { Event: 'subscribe'; EventKey: string; Ticket?: string }
export type UnsubscribeEvent = EventEnvelope & { Event: 'unsubscribe'; EventKey?: string }
/** A follower scans a code: `EventKey` is the scene itself. */
export type ScanEvent = EventEnvelope & { Event: 'SCAN'; EventKey: string; Ticket?: string }
export type LocationEvent = EventEnvelope & { Event: 'LOCATION'; Latitude: number; Longitude: number; Precision: number }
export type MenuEvent = MenuEnvelope & { Event: 'CLICK' | 'VIEW' | 'view_miniprogram' }
export type ScanCodeEvent = MenuEnvelope & {
  Event: 'scancode_push' | 'scancode_waitmsg'
  ScanCodeInfo: { ScanType: string; ScanResult: string }
}
export type PictureEvent = MenuEnvelope & {
  Event: 'pic_sysphoto' | 'pic_photo_or_album' | 'pic_weixin'
  SendPicsInfo: { Count: number; PicList: { PicMd5Sum: string }[] }
}
export type LocationSelectEvent = MenuEnvelope & {
  Event: 'location_select'
  SendLocationInfo: { Location_X: number; Location_Y: number; Scale: number; Label: string; Poiname: string }
}

export type TemplateResultEvent = EventEnvelope & {
  Event: 'TEMPLATESENDJOBFINISH'
  MsgID: string
  /** Lower case without a space after the colon: `success`, `failed:user block`, `failed:system failed`. */
  Status: string
}
export type MassResultEvent = EventEnvelope & {
  Event: 'MASSSENDJOBFINISH'
  MsgID: string
  /** `send success`, `send fail` or `err(n)`. */
  Status: string
  TotalCount: number
  FilterCount: number
  SentCount: number
  ErrorCount: number
  CopyrightCheckResult?: { Count: number; ResultList: Record<string, unknown>[]; CheckState: number }
  ArticleUrlResult?: { Count: number; ResultList: { ArticleIdx: number; ArticleUrl: string }[] }
}
export type PublishResultEvent = EventEnvelope & {
  Event: 'PUBLISHJOBFINISH'
  PublishEventInfo: {
    publish_id: string
    publish_status: number
    article_id?: string
    article_detail?: { count: number; item: { idx: number; article_url: string }[] }
    fail_idx?: number[]
  }
}

export type SubscribePopupEvent = EventEnvelope & {
  Event: 'subscribe_msg_popup_event'
  /** `PopupScene` 0 in a mini program, 1 web page, 2 article. */
  List: { TemplateId: string; SubscribeStatusString: string; PopupScene?: number }[]
}
export type SubscribeChangeEvent = EventEnvelope & {
  Event: 'subscribe_msg_change_event'
  List: { TemplateId: string; SubscribeStatusString: string }[]
}
export type SubscribeSentEvent = EventEnvelope & {
  Event: 'subscribe_msg_sent_event'
  List: { TemplateId: string; MsgID: string; ErrorCode: number; ErrorStatus: string }[]
}

/** The person changed or withdrew data: erase what `RevokeInfo` names; on cancellation everything. */
export type AuthorizationEvent = EventEnvelope & {
  Event: 'user_info_modified' | 'user_authorization_revoke' | 'user_authorization_cancellation'
  OpenID: string
  UnionID?: string
  AppID: string
  RevokeInfo?: string
  PluginID?: string
  OpenPID?: string
}
export type MediaCheckEvent = EventEnvelope & {
  Event: 'wxa_media_check'
  appid: string
  trace_id: string
  version: number
  errcode: number
  errmsg?: string
  result?: { suggest: 'risky' | 'pass' | 'review'; label: number }
  detail?: { strategy: string; errcode: number; suggest?: string; label?: number; prob?: number }[]
}
export type EnterSessionEvent = EventEnvelope & { Event: 'user_enter_tempsession'; SessionFrom: string }
export type VerificationEvent = EventEnvelope & {
  Event:
    | 'qualification_verify_success'
    | 'qualification_verify_fail'
    | 'naming_verify_success'
    | 'naming_verify_fail'
    | 'annual_renew'
    | 'verify_expired'
  ExpiredTime?: number
  FailTime?: number
  FailReason?: string
}
export type ServiceSessionEvent = EventEnvelope & {
  Event: 'kf_create_session' | 'kf_close_session' | 'kf_switch_session'
  KfAccount?: string
  FromKfAccount?: string
  ToKfAccount?: string
}
export type ServiceCardEvent = EventEnvelope & {
  Event: 'notify_service_msg_send_result'
  openid?: string
  notify_code?: string
  notify_type?: number
  card_status?: number
  fail_ret?: number
  fail_msg?: string
}
/** Shipping and settlement of mini-program payments. */
export type TradeEvent = EventEnvelope & {
  Event: 'trade_manage_remind_access_api' | 'trade_manage_remind_shipping' | 'trade_manage_order_settlement' | 'wxa_trade_controlled'
  transaction_id?: string
  merchant_id?: string
  merchant_trade_no?: string
}

/** What a shop's order event says; where the order came from must be read with `getOrder`. */
export type ShopOrderEvent = EventEnvelope & {
  Event:
    | 'channels_ec_order_new'
    | 'channels_ec_order_pay'
    | 'channels_ec_order_cancel'
    | 'channels_ec_order_wait_shipping'
    | 'channels_ec_order_deliver'
    | 'channels_ec_order_confirm'
    | 'channels_ec_order_settle'
    | 'channels_ec_order_ext_info_update'
  order_info: {
    order_id: string
    pay_time?: number
    cancel_type?: number
    finish_delivery?: number
    confirm_type?: number
    settle_time?: number
    type?: number
  }
}
export type ShopAfterSaleEvent = EventEnvelope & {
  Event: 'channels_ec_aftersale_update'
  finder_shop_aftersale_status_update: { status: string; after_sale_order_id: string; order_id: string; wxa_vip_discounted_price?: number }
}
export type ShopCouponReceiveEvent = EventEnvelope & {
  Event: 'channels_ec_coupon_receive'
  receive_info: { coupon_id: string; user_coupon_id: string; receive_time: number }
}
export type ShopCouponUseEvent = EventEnvelope & {
  Event: 'channels_ec_user_coupon_use' | 'channels_ec_user_coupon_unuse'
  user_info: { coupon_id: string; user_coupon_id: string; use_time?: number; unuse_time?: number }
}
/** The other events of a shop: coupons, members, products, complaints. Their object stands under its own name. */
export type ShopOtherEvent = EventEnvelope & { Event: ShopOtherEventName; [field: string]: unknown }

export type ShopEvent = ShopOrderEvent | ShopAfterSaleEvent | ShopCouponReceiveEvent | ShopCouponUseEvent | ShopOtherEvent

/** A push to a third-party platform's authorisation address. */
export type ComponentPush = {
  kind: 'component'
  InfoType: 'component_verify_ticket' | 'authorized' | 'updateauthorized' | 'unauthorized'
  AppId: string
  CreateTime: number
  ComponentVerifyTicket?: string
  AuthorizerAppid?: string
  AuthorizationCode?: string
  AuthorizationCodeExpiredTime?: number
  PreAuthCode?: string
  ToUserName: string
  FromUserName: string
}

/** A push of a type that we do not know: every field as it came, ids and lists normalised. */
export type UnknownPush = Envelope & { kind: 'unknown'; MsgType: string; Event?: string; [field: string]: unknown }

export type AccountEvent =
  | SubscribeEvent
  | UnsubscribeEvent
  | ScanEvent
  | LocationEvent
  | MenuEvent
  | ScanCodeEvent
  | PictureEvent
  | LocationSelectEvent
  | TemplateResultEvent
  | MassResultEvent
  | PublishResultEvent
  | SubscribePopupEvent
  | SubscribeChangeEvent
  | SubscribeSentEvent
  | AuthorizationEvent
  | MediaCheckEvent
  | EnterSessionEvent
  | VerificationEvent
  | ServiceSessionEvent
  | ServiceCardEvent
  | TradeEvent

export type Message = PersonMessage | AccountEvent | ShopEvent | ComponentPush | UnknownPush

export const shopOtherEventNames = [
  'product_order_status_update',
  'channels_ec_present_aftersale_update',
  'channels_ec_complaint_update',
  'channels_ec_guarantee_update',
  'channels_ec_coupon_create',
  'channels_ec_coupon_delete',
  'channels_ec_coupon_expire',
  'channels_ec_coupon_info_change',
  'channels_ec_coupon_invalid',
  'channels_ec_user_coupon_expire',
  'channels_ec_vip_join',
  'channels_ec_vip_close',
  'channels_ec_vip_grade_info_update',
  'channels_ec_vip_score_update',
  'channels_ec_vip_score_exchange',
  'channels_ec_vip_user_auto_add',
  'channels_ec_vip_user_info_get',
  'channels_ec_sharer_change',
  'product_spu_audit',
  'product_spu_listing',
  'product_spu_update',
  'channels_ec_stock_no_enough',
  'product_category_audit',
  'channels_ec_brand',
  'head_supplier_item_update',
  'channels_ec_voucher_send_succ',
  'channels_ec_acct_notify',
  'channels_ec_withdraw_notify',
  'qrcode_status',
  'channels_ec_close_store',
  'set_shop_nickname',
  'related_shop_order_submission',
  'cooperation_shop_order',
] as const
export type ShopOtherEventName = (typeof shopOtherEventNames)[number]
