/** What must not be offered at all: indecency, superstition, betting and stock tips, contraband, fate quizzes, copies. */
import type { TextRule } from '../rule.ts'

export const illicitRules: TextRule[] = [
  {
    id: 'WX-CONT-05',
    any: [
      'tease_who ~12 tease_how ~14 tease_gap',
      'tease_how ~12 tease_gap ~10 tease_who',
      'tease_gap ~12 tease_who ~12 tease_how',
      'tease_how ~6 tease_how ~14 tease_gap',
      'tease_who ~6 解一颗|解开|脱|褪 ~4 扣|衣|裙|外套|件',
    ],
    unless: ['plain_body@10', 'mention@12'],
  },
  { id: 'WX-CONT-06', any: ['rite ~12 rite_promise', 'rite_promise ~10 rite'], unless: ['culture@14', 'mention@12', 'rite_denied@8'] },
  {
    id: 'WX-CONT-07',
    any: [
      'bet_word ~10 bet_push ~12 bet_push|bet_word',
      'bet_push ~8 bet_word ~10 bet_push|bet_word',
      'stock_tip ~10 stock_lure',
      'stock_lure ~8 stock_tip',
      'crime ~10 crime_offer',
      'crime_offer ~8 crime',
    ],
    unless: ['risk_notice@16', 'neg_contraband@8', 'mention@12', 'just_a_game@10'],
  },
  {
    id: 'WX-CONT-08',
    carriers: ['mp', 'h5', 'oa', 'cross'],
    any: ['quiz_act ~16 quiz_fate', 'quiz_fate ~10 quiz_act', '我 ~3 测出|被测出|测到|抽到 ~10 quiz_fate|你'],
    unless: ['useful_check@14', 'mention@12'],
  },
  {
    id: 'WX-CONT-11',
    any: ['copy_kind ~14 copy_lure', 'copy_lure ~8 copy_kind', 'copy_kind ~8 copy_kind'],
    unless: ['neg_replica@8', 'mention@12'],
  },
]
