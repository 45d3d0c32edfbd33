/** Diversion: private contacts, the rest elsewhere, other platforms, forced downloads, pass phrases. */
import { gated } from '../relations.ts'
import type { TextRule } from '../rule.ts'

const innocent = ['neg_contact@10']

export const divertRules: TextRule[] = [
  {
    id: 'WX-DIVERT-01',
    any: [
      'private_contact',
      'hidden_id ~8',
      '扫|扫码|扫描|长按|识别 ~16 进群|入群|加群|chat_group|拉你|拉您|群主|好友',
      '进|入|加|来|拉你进|拉您进|拉大家进|邀您进|邀你进 ~6 chat_group',
      '拉|邀 ~2 你|您|大家|各位 ~4 进|入 ~6 群|裙',
      '进群|入群|加群|加裙|进裙|建了个群|建了群|拉群 ~10 领|拿|抢|看|学|聊|优惠|福利|报名|交流|接龙|秒杀|备注|价|专享|下单|拼',
      '想|要|需要|感兴趣 ~12 私信|私我|私聊|私戳|滴滴我|滴我|dd我|丝信|戳我',
      '私信我|私我|私聊我|私戳我|滴滴我|滴我|dd我 ~10 发|拿|领|看|报价|优惠|拉|要|详|咨询|获取',
      '加 ~3 private_person ~10 contact_id',
      '手机|电话|联系|咨询|致电|拨打|订货|拿货 ~8 mobile',
      'chat_group ~8 contact_id',
      '搜|搜索 ~3 contact_id ~4 加|添加|就能找到我|找我',
      'qq|chat_app ~8 名字|昵称|头像|简介|主页|最后一串',
      '名字|昵称|头像|简介|主页 ~8 qq|chat_app|一串|数字',
    ].map(phrase => phrase.replace(/ ~\d+$/, '')),
    unless: [...innocent, 'official_contact@8'],
  },
  {
    id: 'WX-DIVERT-02',
    any: [
      'rest ~14 elsewhere',
      'rest ~10 去|到|点|戳|搜|进|上 ~8 看|查看|揭晓|找|听|解锁|读|追',
      'withhold ~14 elsewhere',
      'elsewhere ~10 rest',
      'rest ~4 follow|follower',
      'follow ~12 rest',
      'rest ~14 follow ~8 看|发|更|放|知道|回复',
      '看|读|听 ~2 一半|到这 ~12 elsewhere',
    ],
    unless: ['optional@10'],
  },
  {
    id: 'WX-DIVERT-03',
    any: [
      'go ~4 platform ~8 platform_thing',
      'go ~2 platform ~3 搜|找|买|看|拍|下单|见|同名|主页',
      'platform ~6 搜|搜索 ~4 我|店|同名|名字|店铺|旗舰店|账号|这个名字',
      'platform ~4 同名|旗舰店|店铺|主页|账号|有店|小店 ~10 go|更便宜|便宜|下单|搜|找|买',
      '同款|下单|完整版|更多|后半段|优惠|购买|链接|现货 ~6 go ~3 platform',
      '去|到|上|走|来 ~2 platform ~6 领|买|看|逛|下单|搜|找|拍|关注',
      '我|我们|本店|小店|店铺|主播 ~4 在|有 ~2 platform ~8 账号|店|号|开播|直播|更新|也有',
      '关注 ~3 我|我们|本店 ~3 的 ~2 platform',
      'platform ~2 号|id|账号 ~3 :|是|叫|contact_id',
    ],
    unless: ['neg_contact@6'],
  },
  {
    id: 'WX-DIVERT-04',
    any: [
      ...gated('app_download'),
      'see|withheld ~8 app_download',
      'app_download ~8 继续|才|后|解锁|领取|可见|即可|再',
      '点|点击|轻触 ~8 自动|直接|立即|实际|其实 ~4 下载|安装|跳转',
      '返回|返回键|后退|退出 ~10 跳转|跳到|下载页|广告页|拦截|劫持|改成|打开另',
      '自动|强制|直接|悄悄|静默 ~3 跳转|跳到|下载|唤起|打开 ~8 app_word|下载页|页面|商城|链接|活动页|广告|应用商店|h5|店铺',
      '按钮|链接|文字|图片 ~6 写|写着|显示|标|文案 ~8 实际|其实|点开|点后|点了 ~6 下载|跳转|跳|打开',
    ],
    unless: ['optional@8', 'regardless@8'],
  },
  {
    id: 'WX-DIVERT-05',
    any: [
      '复制|拷贝|长按复制|粘贴 ~6 passphrase',
      '复制|拷贝|全选 ~16 打开 ~6 platform|app_word|软件|对应|就能看到|就会|自动',
      'passphrase ~10 打开|粘贴|搜索框|去 ~6 platform|app_word|下单|同款|看',
      '¥ account_name',
      '复制 ~3 account_name',
      '淘口令|吱口令|口令红包|抖口令',
      '打开 ~4 platform|app_word ~6 粘贴|自动弹出|自动识别|输入口令|口令|自动跳',
    ],
    unless: ['shipping@8'],
  },
]
