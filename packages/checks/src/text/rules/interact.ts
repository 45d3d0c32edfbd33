/** Likes, comments, favourites: rewarded, tricked, threatened. */
import { rewarded } from '../relations.ts'
import type { TextRule } from '../rule.ts'

export const interactRules: TextRule[] = [
  {
    id: 'WX-INTERACT-01',
    carriers: ['ch', 'oa', 'cross'],
    any: [
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
