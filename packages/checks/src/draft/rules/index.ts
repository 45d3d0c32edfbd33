/** Every checker of drafts, in one list. */
import { advertRules } from './advert.ts'
import { contentRules } from './content.ts'
import { craftRules } from './craft.ts'
import { divertRules } from './divert.ts'
import { frequencyRules } from './frequency.ts'
import { interfaceRules } from './interface.ts'
import { messageRules } from './message.ts'
import { offerRules } from './offers.ts'
import { privacyRules } from './privacy.ts'
import type { DraftRule } from './rule.ts'
import { tradeRules } from './trade.ts'

export const draftRules: readonly DraftRule[] = [
  ...offerRules,
  ...divertRules,
  ...contentRules,
  ...tradeRules,
  ...privacyRules,
  ...frequencyRules,
  ...messageRules,
  ...interfaceRules,
  ...advertRules,
  ...craftRules,
]
