/** Following: forced, rewarded, threatened. */
import { gated, rewarded } from '../relations.ts'
import type { TextRule } from '../rule.ts'

const innocent = ['thanks@6', 'past@10', 'regardless@10']

export const followRules: TextRule[] = [
  {
    id: 'WX-FOLLOW-01',
    any: [
      '粉丝|关注者|订阅者 ~6 可见|打得开|聊天框|才能|才看|才有|专看',
      '游客|散客|路人|非粉丝|不是粉丝|未关注 ~6 收不到|是空的|看不到|不能|空白|不发',
      '只回答|只理|只管|只回|只发到|只发给 ~8 follower|粉丝|关注',
      '需要|需|必须|请于|请完成|必做 ~12 follow',
      '尚未|还未|还没|没有|没 ~3 关注|加我们公众号|成为粉丝|follow ~10 关注后|暂不能|不能|无法|再点|暂时',
      'follow ~3 ，|, ~2 进入|开启|查看|观看|打开|开始|解锁|继续|领号',
      'follow ~2 方可|方能|才会|才可|才能',
      '成为|加好|点 ~8 订阅者|我们的号|蓝字 ~10 继续|展开|跳出来|翻到|看到',
      'follow ~3 见|再看|再取|再来|即见|后见|看|开柜|开门|解锁',
      '想当自己人|自己人|老朋友|对路人|路人 ~12 follow',
      '其余|余下|剩下 ~14 follow ~10 找|看|取|见|查',
      '没关注|未关注|没点关注 ~10 退|出去|走|散|让一让|等着',
      '发放给|只发给|发给 ~6 follow',
      ...gated('follow'),
      '-follow|follower ~8 cannot ~6 see|withheld',
      '只给|仅限|仅对|只对|只有|仅|只让 ~4 follower|follow ~6 see|看|有效|可见|开放|withheld',
      'withheld|see ~6 只给|仅限|仅对|只对 ~4 follower|粉丝 ~4 看|见|开放|发',
      '没关注|未关注|不关注|没点关注|非粉丝 ~8 别来|别问|不给|看不|不显示|作废|不开放|进不|免进|止步|暂不|无法|不能',
      '不是|还不是|尚未成为 ~4 follower|粉丝 ~10 请|先|需',
      'see ~6 follower|粉丝 ~2 专属|可见|才',
    ],
    unless: [...innocent, 'gift@4'],
  },
  {
    id: 'WX-FOLLOW-02',
    any: [
      'follow ~12 人手|收|换|拿|领 ~4 一枝|一份|goods|piece',
      '粉丝|关注了 ~6 价|money ~6 非粉丝|散客|路人|未关注',
      '粉丝 ~3 goods|打印|洗牙|price_thing ~3 money|number ~10 散客|非粉丝|路人|标价|原价',
      '关注|加号|➕|+ ~4 的 ~2 里面|人里|当中|里头 ~3 抽|挑|选',
      '只给 ~4 关注了|粉丝|follower ~14 原价|标价|路过|路人',
      'follow ~8 起步价|运费|服务费|配送费|押金|年费 ~4 归零|免|全免|减',
      'follow ~16 算我的|归零|管够|人手一|结账|收银',
      ...rewarded('follow'),
      'follower ~10 gift|benefit_noun',
      'follow ~6 reply_act ~10 benefit|material',
      'follow ~14 give ~5 material|goods|piece',
      '未关注|没关注|不关注|非粉丝 ~8 no_gain',
      '只要|凡是|凡|但凡 ~4 follow|follower ~12 benefit',
      'follow ~6 和|加|并|且|、 ~10 ~8 benefit',
      'gift|benefit_noun ~6 follower|粉丝 ~3 专享|专属|限定|独享|才有',
    ].filter(phrase => !phrase.includes('~10')),
    unless: innocent,
    insteadOf: ['WX-FOLLOW-01'],
  },
  {
    id: 'WX-FOLLOW-03',
    any: [
      '取关|取消关注|不关注|没关注|未关注|不点关注|不guan ~14 抹掉|清零|扣|延后|不退|排到最后|不管|不发|别怪|后果|到不了账|收回|降级|停|作废|失效|丢|冻结',
      'follow ~14 错过|让给|冻结|封|不保留|取消|丢|黑名单',
      '错过|冻结|不想被|否则|最后一次机会|最后机会|今天之内|限时 ~14 follow ~12 threat',
      'threat ~12 follow',
      'threat ~14 去|先|立即|马上|请 ~6 follow',
      '-follow ~12 threat',
      '账号异常|账户异常|系统检测|订单异常|系统提示|安全检测|风险提示|账号存在|检测到 ~24 follow',
      '不关注|未关注|取关|取消关注|没关注 ~10 收不到退款|无法退款|后果|封|清零|作废',
    ].map(phrase => phrase.replace(/ ~10$/, '')),
    unless: ['regardless@10'],
    insteadOf: ['WX-FOLLOW-01', 'WX-TRADE-06'],
  },
]
