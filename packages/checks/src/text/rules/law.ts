/** Advertising and consumer law. */
import type { TextRule } from '../rule.ts'

export const lawRules: TextRule[] = [
  {
    id: 'AD-ABS-01',
    any: ['superlative'],
    unless: [
      'own_range@12',
      'standard@10',
      'award@12',
      'wish@8',
      'wondering@10',
      'objective@14',
      'attitude@6',
      'use_hint@6',
      'no_praise@6',
    ],
    insteadOf: ['AD-ABS-02'],
  },
  {
    id: 'AD-ABS-02',
    any: ['leading ~8 sold_thing', 'sold_thing ~6 leading'],
    unless: [
      'own_range@8',
      'standard@8',
      'award@10',
      'wish@8',
      'wondering@8',
      'objective@12',
      'fact_of_licence@8',
      'cite_source@10',
      'contest@8',
    ],
  },
  {
    id: 'AD-MED-01',
    any: [
      'medical_claim ~8 disease',
      'disease ~10 medical_claim',
      'medical_promise',
      'disease ~10 克星|福音|救星|特效|秘方|偏方|方子|神器',
      '告别|摆脱|远离|不再 ~3 disease',
      '吃|喝|用|敷|贴|泡|擦|抹|按|灸|睡|戴 ~12 disease ~8 好|没|消|退|降|正常|走|平|稳|不',
    ],
    unless: ['doctor_advice@16', 'house_cure@8', 'neg_medical@8'],
  },
  {
    id: 'AD-FIN-01',
    any: [
      'finance_claim ~14 finance_thing|money|percent|number',
      'finance_thing ~10 finance_claim',
      'percent ~8 年化|收益|回报|固定|分红 ~12',
      '亏 ~4 算我|我赔|包赔|全赔|我补',
    ].map(p => p.replace(/ ~12$/, '')),
    unless: ['finance_honest@20', 'neg_finance@8', 'story@10'],
  },
  {
    id: 'AD-EDU-01',
    any: [
      'exam_claim ~14 exam_thing',
      'exam_thing ~10 exam_claim',
      '考不上|考不过|没考上|不过|没过|不及格|没通过|没拿到 ~8 退|赔|免费|补|不收',
      '提|涨|多考 ~3 number ~2 分',
      '学不会|不会 ~6 退费|退款|全退|退学费|不收费',
    ],
    unless: ['exam_honest@14'],
  },
  {
    id: 'AD-CITE-01',
    any: [
      'cite ~18 cite_figure|percent|number',
      'percent ~4 用户|顾客|宝妈|妈妈|家长|客户|学员|女性|车主|宠主|消费者|人 ~10 说|认为|选择|推荐|满意|表示|好评|改善|回购|复购|点赞|有效|感受|反馈',
      '成 ~3 用户|顾客|宝妈|妈妈|家长|客户|学员|车主|人 ~10 说|认为|选择|推荐|满意|表示|回购',
    ],
    lacks: ['cite_source'],
  },
  {
    id: 'AD-CLOSE-01',
    any: ['close_bad', 'close_thing ~12 close_place', '倒计时|读秒|秒|看完|播完 ~8 才|方|后 ~4 可|能|允许 ~3 关|跳过|退出'],
    unless: ['close_ok@10', 'renewal@8'],
  },
  {
    id: 'AD-CLICK-01',
    any: ['fake_prompt ~14 fake_fix', 'fake_mark ~10 点击|查看|戳|速看|点开|打开|领', 'fake_play'],
    unless: ['guard_real@10'],
  },
  {
    id: 'AD-ENDORSE-01',
    any: [
      'endorse_who ~8 endorse_act',
      '特供|专供|内供|国宴|人民大会堂|中南海 ~10',
      '患者|病友|康复者|病人 ~10 现身说法|亲述|证言|见证|感谢|推荐|都说|作证',
    ].map(p => p.replace(/ ~10$/, '')),
    unless: ['doctor_advice@6', 'wondering@6', 'neg_endorse@8'],
  },
  {
    id: 'AD-COMP-01',
    any: ['rival ~14 rival_bad', 'rival_bad ~6 rival', '比 ~2 rival ~8 强|好|高|干净|正宗|靠谱|良心|一百倍|十倍|几条街|多了'],
    unless: ['neg_compare@8', 'wondering@8'],
  },
  {
    id: 'AD-MINOR-01',
    any: ['child ~14 child_beg', 'child_beg ~14 child_buy', 'child ~12 danger', 'child ~6 parent ~6 买|掏钱|付|下单'],
    unless: ['guardian_ok@10'],
  },
  {
    id: 'AD-BAN-01',
    any: [
      'tobacco',
      'banned_drug ~14 drug_sale',
      'drug_sale ~8 banned_drug',
      'breast_milk',
      '奶粉|配方 ~14 母乳 ~10 替代|代替|放心|一样|媲美|接近',
    ],
    unless: ['no_smoking@8', 'doctor_advice@8'],
  },
  { id: 'AD-ALC-01', any: ['alcohol ~16 urge_drink', 'urge_drink ~14 alcohol'], unless: ['sober@12'] },
]
