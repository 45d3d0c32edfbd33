import { phrasesOf } from '../lexicon/index.ts'
import type { TextRule } from '../rule.ts'
import { appealRules } from './appeals.ts'
import { claimRules } from './claims.ts'
import { contentRules } from './content.ts'
import { divertRules } from './divert.ts'
import { figureRules } from './figures.ts'
import { followRules } from './follow.ts'
import { illicitRules } from './illicit.ts'
import { interactRules } from './interact.ts'
import { lawRules } from './law.ts'
import { lureRules } from './lures.ts'
import { messageRules } from './message.ts'
import { privacyRules } from './privacy.ts'
import { shareRules } from './share.ts'
import { tradeRules } from './trade.ts'

const written: TextRule[] = [
  ...shareRules,
  ...followRules,
  ...interactRules,
  ...divertRules,
  ...contentRules,
  ...lureRules,
  ...illicitRules,
  ...tradeRules,
  ...privacyRules,
  ...messageRules,
  ...lawRules,
  ...claimRules,
  ...figureRules,
  ...appealRules,
]

export const textRules: TextRule[] = written.map(rule => ({ ...rule, any: rule.any.flatMap(phrasesOf) }))
