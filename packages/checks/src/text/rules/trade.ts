/** Trade: private payment, levels of recruits, bought reviews, draws without rules, unfair terms, renewals. */
import type { TextRule } from '../rule.ts'

export const tradeRules: TextRule[] = [
  {
    id: 'WX-TRADE-01',
    any: [
      'private_way ~10 pay_verb|付|优惠|便宜|让|少|减|省|money|discount|更|截图|发货|抹零|打折',
      'pay_verb ~12 private_way',
      '加 ~8 发红包|转账|微信转|红包 ~4 付|付款|下单|给|更|便宜',
      '个人 ~4 收款码|银行卡|账户|支付宝|微信|卡|账号|二维码 ~10 付|转|打|支付|扫|汇|存|充',
      '扫|转|打|汇|付|存|充 ~8 个人|私人|老板|店长|店主|老板娘|师傅|主播|我的|本人|财务|我 ~4 收款码|银行卡|账户|支付宝|码|微信|卡|卡号|账号|二维码',
      '不走|绕过|避开|跳过|别走|别用|不用|不要走|不在|别在 ~3 平台|小程序|小黄车|链接|微信支付|官方|橱窗|购物车 ~12 转|付|红包|便宜|省|加|打款|私',
      '线下|私下|私底下|直接 ~2 转账|转给|付|交易|打款|转|红包 ~4 便宜|优惠|省|给我|我|返|能|可以|更',
      '手续费|平台抽成|抽成 ~8 转|红包|直接付|私下',
      '转账|打款|汇款|红包 ~4 给我|到我|给老板|给店长|给师傅|到个人|至个人|到私人|给店主|给主播',
      '收款码|付款码|银行卡号|卡号 ~4 发你|发您|私发|发给你|给你|私信',
    ],
    unless: ['need_neg_pay@10', 'neg_contact@10'],
  },
  {
    id: 'WX-TRADE-02',
    any: [
      'levelled',
      '缴|交|付|充|投|买 ~8 成为|升级|做|当|变成 ~4 代理|合伙人|分销商|会员|创客|股东|店主|推广员|团长|站长 ~16 提成|佣金|返|奖|赚|分|拉|发展|下',
      '发展|拉|招募|带|招|介绍|推荐 ~4 团队|下线|代理|people|人|会员|下家 ~12 提成|佣金|奖|分红|返|抽成|level_gain',
      'join_fee ~14 提成|佣金|返|奖|分红|拉|下级|发展|代理',
      '拉人头|人拉人|拉人入伙|拉人加盟|人传人|裂变赚钱|躺赚佣金',
      '团队|伞下|下面的人|底下的人|下级|下线 ~6 业绩|消费|流水|每单|下单|销售额|出单|订单|充值 ~8 提成|抽|分|奖|返|拿|percent',
    ],
    unless: ['one_level@16'],
  },
  {
    id: 'WX-TRADE-03',
    any: [
      'good_review ~16 返|送|领|赠|红包|现金|优惠券|gift|money|换|补|奖|兑|退|抵|积分|reward_small',
      'gift|返现|红包|money ~8 只要|仅|给|需|凭|晒|写|条件|只给 ~6 good_review',
      'brush ~8 返|佣金|money|日结|送|赚|提成|兼职|招|垫付|结算|一单|全额|招募',
      '招|招聘|招募|找|急招 ~6 brush',
      '差评 ~8 删|改|撤 ~8 返|退|送|红包|补|money|赔|给|gift',
      '删|改|撤 ~3 差评|中评 ~10 返|退|送|红包|补|money|gift|补偿|全额',
      '帮|求|代|包 ~3 刷|补 ~2 单|评|销量|信誉|好评',
      '写|发|晒|给|打 ~10 good_review ~14 返|送|领|换|红包|抵|奖|免',
      '返现|返红包|返钱|返你|返元 ~6 卡|卡片|好评',
      '先拍|拍下|下单 ~8 不用真|不发货|发空包|空包|空盒|全额退|本金返|返本金 ~10',
    ].map(phrase => phrase.replace(/ ~\d+$/, '')),
    unless: ['equal_review@14'],
  },
  {
    id: 'WX-TRADE-04',
    any: [
      'draw_word ~20 draw_vague',
      'draw_vague ~16 draw_word',
      '即|就|都|可 ~2 有机会 ~4 中奖|抽中|获奖|赢|得大奖',
      '参与|参加|下单|消费|留言|到店|进店|购买|充值 ~8 draw_word|抽 ~6 豪礼|大奖|好礼|手机|礼品|神秘|惊喜',
    ],
    lacks: ['draw_rule_part'],
    unless: ['official_draw@16', 'past@10'],
  },
  {
    id: 'WX-TRADE-05',
    any: [
      'draw_word|特等奖|一等奖|头奖|大奖|头等奖|终极大奖 ~24 dear',
      'draw_word|特等奖|一等奖|头奖|大奖|头等奖|幸运|锦鲤 ~24 big_money',
      'big_money|dear ~10 draw_word|大奖|头奖|特等奖|抽走|抽|锦鲤|幸运',
    ],
    unless: ['past@6'],
  },
  { id: 'WX-TRADE-06', any: ['unfair'], unless: ['need_return@8'] },
  {
    id: 'WX-TRADE-07',
    any: [
      'ios ~24 bypass ~12 virtual|付|充|买|转账',
      'ios ~16 virtual ~16 bypass',
      'ios ~14 不支持|暂不支持|无法|不能|付不了|买不了 ~20 bypass',
      'virtual ~10 ios ~14 bypass',
      'bypass ~10 ios ~10 virtual',
    ],
    carriers: ['mp', 'oa', 'cross', 'h5'],
  },
  {
    id: 'WX-TRADE-09',
    any: [
      'renewal ~20 renewal_bad',
      'renewal_bad ~12 renewal',
      '默认|已|自动 ~4 开通|开启|勾选 ~4 renewal|包月|续费|包年',
      'tie ~14 保险|服务|险|套餐|延保|运费险|包装|会员|礼盒|加购|费|卡|配件|money|保|课|装',
      '试用|体验|首月 ~12 自动|后 ~6 扣|续|收费|计费|转',
    ],
    unless: ['renewal_clear@20'],
  },
]
