/** Copy to try the page with, as operators write it: each has something to find, and much that is fine. */
import type { Word } from '../../locales/index.tsx'
import type { CheckCarrier, CheckSurface } from './places.ts'

export type Example = { word: Word; carrier: CheckCarrier; surface: CheckSurface; text: string }

const article = `秋天的第一杯桂花乌龙，我们做了三个月

大家好，我是松风茶社的阿岚。每年九月，院子里的金桂一开，店里的老客人就会问：今年的桂花乌龙什么时候上？今天这篇文章，就把这杯茶从头到尾讲给你听。

一、桂花从哪里来
我们用的是咸宁的金桂，清晨五点采摘，当天运到工坊。桂花只取完全开放的那一批，太早香气不足，太晚会带苦味。第一步是晾，第二步是拣，第三步才是窨。每一斤茶要窨三遍，每遍六个小时，最后再用低温焙干。

二、茶底怎么选
茶底用的是安溪的清香型铁观音，海拔八百米，今年春茶。很多人以为香气全靠花，其实茶底才是骨架。我们试了十一种茶底，最终留下这一款。可以说，这是全国最好的桂花乌龙，没有之一。

三、喝了会怎样
一位老客人告诉我，她坚持喝了一个月，失眠彻底好了，连血压也降了下来。茶当然好喝，更重要的是，这杯茶能清除体内毒素，治疗三高。

四、怎么冲泡
水温九十度，一比五十的茶水比，第一泡二十秒出汤。冷泡的话，五克茶配五百毫升水，冰箱放六个小时，最佳赏味期是当天。

五、给读者的福利
上新期间，到店任意消费都能免费试饮一杯。另外，把这篇文章转发到朋友圈并截图发到后台，就能领取 20 元优惠券，先到先得。集满 38 个赞还可以换一罐小样。

还没关注我们的朋友，点上方蓝字关注后，回复“桂花”领取冲泡手册完整版，不关注是看不到后半部分的哦。想买的朋友可以加我的薇信 songfeng2020，直接转账给你算便宜一点。

六、写在最后
茶是慢的东西。如果你也喜欢桂花，觉得有用，欢迎转给需要的朋友。我们在店里等你。

本活动最终解释权归松风茶社所有。`

const live = `欢迎来到松风茶社的直播间，今天带大家看看秋茶怎么做。
主播身后这一锅，就是正在窨花的桂花乌龙，镜头给大家拉近一点。
新来的朋友可以先看看屏幕下方的小黄车，一号链接是试饮装，三小袋九块九。
喜欢的朋友在评论区扣“想要”，我抽十位送试用装！
这款茶是全网最低价，你去别的地方绝对找不到第二家。
喝完血糖会降，我妈的糖尿病就是喝这个喝好的。
想进群的姐妹加我微信 songfeng2020，群里红包转账更便宜。
点个关注再点个赞，关注主播的都送一张二十块的券。
最后三件，最后三件，没有了就真的没有了！
冲泡方法在小程序的商品页里都写着，不会泡的可以去看。`

export const examples: Example[] = [
  { word: 'checks.example.article', carrier: 'oa', surface: 'article_body', text: article },
  { word: 'checks.example.live', carrier: 'ch', surface: 'live_script', text: live },
  { word: 'checks.example.button', carrier: 'mp', surface: 'button', text: '分享到群解锁测评结果' },
]
