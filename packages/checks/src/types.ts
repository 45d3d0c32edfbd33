/**
 * The words of the engine. A **rule** forbids something; a **detector** is the code that finds it; a **pack** says which rules
 * hold from when, how severe each is on each carrier, why, and what to do instead. What a review finds are **findings**.
 */

export type Words = { zh: string; en: string }

/** `cross`: a campaign over several carriers; the strictest of them holds. */
export type Carrier = 'mp' | 'oa' | 'ch' | 'h5' | 'cross'
export const carriers: readonly Carrier[] = ['mp', 'oa', 'ch', 'h5', 'cross']

/** `block`: must not leave. `warn`: leaves once a person has confirmed it. `info`: worth knowing. */
export type Severity = 'block' | 'warn' | 'info'
/** The highest severity of what was found; `info` passes. */
export type Verdict = 'block' | 'warn' | 'pass'

/** Where copy stands; the same sentence is fine in an article and a breach in a service message. */
export const surfaces = [
  'article_body',
  'auto_reply',
  'button',
  'campaign_rules',
  'comment_pin',
  'coupon',
  'follow_module',
  'form',
  'kefu_message',
  'live_script',
  'live_title',
  'menu',
  'page_copy',
  'popup',
  'poster',
  'privacy_notice',
  'profile_bio',
  'settings',
  'share_card',
  'subscribe_message',
  'template_message',
  'title',
  'video_caption',
  'video_desc',
] as const
export type Surface = (typeof surfaces)[number]

export type TextInput = { id?: string; carrier: Carrier; surface: Surface; text: string }

/** One place where a detector saw a breach. Offsets are UTF-16 units of the text as it was given, end exclusive. */
export type Hit = {
  rule: string
  start: number
  end: number
  /** More exact than the rule's own reason, where the detector knows more. */
  reason?: Words
  rewrite?: Words
  /** Seen by the learned stage alone: never more than `warn`. */
  learned?: true
  /** Seen by the rules, and held for an innocent use by the learned stage: told, but weighs `info`. */
  doubted?: true
  /** JSON pointer to the field of a draft. */
  path?: string
}

export type Finding = {
  rule: string
  severity: Severity
  start: number
  end: number
  quote: string
  reason: Words
  rewrite: Words
  learned?: true
  doubted?: true
  path?: string
  /** Lowered by a waiver of this id; the severity is what is left. */
  waived?: string
}

/** `pack`: `id@version` of every pack it was read with, so that a later one can say what changed. */
export type Review = { verdict: Verdict; findings: Finding[]; packs: string[] }

/** A: official text seen in a stored copy. B: in an older one. C: told by others. D: our own engineering rule. S: the operations guide. */
export type Grade = 'A' | 'B' | 'C' | 'D' | 'S'
export type Family =
  | 'share'
  | 'follow'
  | 'interact'
  | 'divert'
  | 'evade'
  | 'content'
  | 'trade'
  | 'privacy'
  | 'frequency'
  | 'message'
  | 'interface'
  | 'law'
  | 'brand'

/** Words that an operator or a pack forbids, as data: literal, found through obfuscation as well. */
export type WordRule = { words: string[]; unless?: string[]; surfaces?: Surface[] }

export type Rule = {
  /** Stable: `WX-SHARE-02`, `AD-ABS-01`, `BRAND-…`. */
  id: string
  family: Family
  name: Words
  /** Carriers it holds on; absent: all. */
  carriers?: Carrier[]
  check: ('text' | 'draft' | 'runtime')[]
  severity: Severity
  /** Other severities on single carriers. */
  on?: Partial<Record<Carrier, Severity>>
  forbids: Words
  penalty: Words
  rewrite: Words
  source: string
  grade: Grade
  /**
   * Days (Asia/Shanghai) it holds, both included. Where only the age of a copy is known, the day its carrier opened: a rule is
   * better held too early than missed because a clock is behind.
   */
  from: string
  to?: string
  words?: WordRule
  off?: true
  tests?: (Omit<TextInput, 'id'> & { hit: boolean })[]
}

export type Pack = { id: string; version: string; name: Words; from: string; rules: Rule[] }
