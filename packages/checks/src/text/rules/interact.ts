/** Likes, comments, favourites: rewarded, tricked, threatened. */
import { rewarded } from '../relations.ts'
import type { TextRule } from '../rule.ts'

export const interactRules: TextRule[] = [
  {
    id: 'WX-INTERACT-01',
    carriers: ['ch', 'oa', 'cross'],
    any: [
      '点 ~3 最多 ~8 带走|送|得|拿',
      '送的灯牌|刷的礼物|送的礼物 ~4 多 ~8 拿走|送|得',
      '点赞 ~3 破|过|满|到 ~3 万|number ~12 加|送|发|降',
      'like_act|comment_act ~16 翻到谁|翻牌|挑 ~6 少付|免|送|people',
      '赞|爱心|红心 ~3 冲|够|到|满|过 ~3 number|万 ~14 发|送|调|降|减|给|寄',
      '盖到|盖 ~3 第|number ~4 层|楼',
      '被 ~3 顶到|点赞 ~8 送|gift|得',
      'like_act ~6 人里|里面|里头|当中 ~3 抽|挑|选',
      '点个|给个|来个 ~2 喜欢|再看|在看|赞 ~4 换|送|领|抽|挑',
      ...rewarded('like_act|comment_act'),
      'like_act|comment_act ~16 抽|挑|选|揪 ~6 people|送|寄|免单',
      'like_act|comment_act ~12 前 ~2 number|people ~8 送|寄|得|奖|gift',
      'like_act ~8 私信|私我|找我 ~8 发你|给你|发|送|领',
      'like ~8 gift|give_strong',
    ],
    unless: ['past@10', 'regardless@12', 'official_draw@20'],
  },
  {
    id: 'WX-INTERACT-02',
    carriers: ['ch', 'oa', 'cross'],
    any: [
      '划走的人|划走的|不点红心|不点赞的人|不点的 ~14 今晚|家里|噎|蔫|丢|病|跑',
      '帮 ~6 擦|揉|拍|吹|挠|摸 ~8 屏幕|划|点',
      '不点赞|不点在看|没点|不给这条点赞|而不点赞|不赞|敢不点|还不点在看 ~14 逢考必挂|挂|牙疼|捞不到|不开|后果|倒霉|单身|穷|病|curse|guilt|桃花',
      '点了 ~6 健康|平安|发财|暴富|好运|瘦|bless ~8 没点|不点|后果',
      '溅到|掉在|落在|飞到|沾在|爬到 ~3 屏幕|你屏幕|手机',
      '屏幕 ~12 连点|掸|擦|抹|弹|戳|拍 ~4 擦掉|试试|看看|掉|走',
      '长按|按住|暂停|截屏|截图|定格|点停|戳住 ~10 停在|正好|停得住|算你|试试|考验|挑战|测测|恰好|刚好|几|什么|谁',
      '停在|停得住|停住|抓住|拍到|接住 ~10 算你|算我|赢|输|牛|高手|试试',
      '虫|苍蝇|蚊子|头发|飞虫|灰尘|毛 ~14 拍它|按住|试试|擦|拍|抹|弹|吹|赶',
      '截屏|截图|暂停|定格 ~4 考验|挑战|游戏|测试|看',
      '-like_act|-comment_act|-follow ~10 curse|guilt',
      'like_act ~12 bless',
      '不点|不赞|没点|划走|不双击 ~10 curse|guilt|噩梦|倒霉|没良心|走霉运',
      '屏幕|画面|手机 ~6 头发|毛|虫|灰|蚊子|黑点|污渍|水滴 ~14 擦|抹|弹|拍|吹|弄|抠|拨',
      '截图|截屏|定格|暂停 ~8 测|看你|是几|几月|运势|中了|截到 ',
    ],
  },
]
