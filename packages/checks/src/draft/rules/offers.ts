/** Acts that must be neither the price of a benefit nor the key to a gate. */
import type { Offer } from '../parts.ts'
import { conditionsOn, type DraftRule, draftRule, each, everywhere, gatesOn, when } from './rule.ts'

const inviting = ['recruit', 'friend_order'] as const

/** By chance, or without the number of people to bring. */
const uncertain = (offer: Offer): boolean =>
  !offer.fixed || offer.kind === 'draw_chance' || offer.conditions.some(({ act, count }) => act === 'recruit' && count === undefined)

export const offerRules: DraftRule[] = [
  everywhere('WX-SHARE-01', draft => gatesOn(draft, ['share', 'recruit'])),
  everywhere('WX-SHARE-02', draft => conditionsOn(draft, ['share'])),
  everywhere('WX-SHARE-04', draft => conditionsOn(draft, inviting)),
  everywhere('WX-SHARE-05', draft => conditionsOn(draft, ['share', ...inviting], uncertain)),
  everywhere('WX-FOLLOW-01', draft => gatesOn(draft, ['follow'])),
  // A silent grant that nobody was told of is no condition.
  everywhere('WX-FOLLOW-02', draft => conditionsOn(draft, ['follow'], offer => offer.announced !== false)),
  everywhere('WX-INTERACT-01', draft => conditionsOn(draft, ['like', 'comment', 'collect', 'danmaku'])),
  everywhere('WX-MSG-02', draft => [...gatesOn(draft, ['subscribe']), ...conditionsOn(draft, ['subscribe'])]),
  everywhere('WX-MSG-04', draft => conditionsOn(draft, ['reply', 'tap_menu'])),
  everywhere('WX-TRADE-03', draft => conditionsOn(draft, ['good_review'])),
  everywhere('WX-TRADE-02', ({ offers }, { referralLevels }) =>
    each(offers, ({ levels = 0, joinFeeFen = 0, conditions }, i) => [
      ...when(levels > referralLevels, `/offers/${i}/levels`, '多级返利', 'Rewards on several levels of recruits'),
      ...when(
        joinFeeFen > 0 && conditions.some(({ act }) => act === 'recruit'),
        `/offers/${i}/joinFeeFen`,
        '交钱入伙再拉人',
        'A fee to join and then recruit',
      ),
    ]),
  ),
  // Needed by the very function: the phone of a delivery, the place of a map.
  everywhere('WX-PRIV-01', draft => gatesOn(draft, ['authorise'], needed => !needed)),
  draftRule('WX-FREQ-11', ['entry', 'follow_component', 'survey'], draft => [
    ...when(draft.skippable === false, '/skippable', '这里跳不过去', 'It cannot be skipped'),
    ...gatesOn(draft, ['follow']),
  ]),
]
