/** The relations that most platform rules forbid, between an act of the user and what it brings, as phrases. */

/** A benefit for the act. */
export const rewarded = (act: string): string[] => [
  `${act} ~14 benefit`,
  `${act} ~18 link ~10 benefit`,
  `${act} ~26 link ~4 gift`,
  `benefit ~8 ${act} ~3 即可|就行|就能|就可以|后领|后领取|领取|获取|可得|换|即得|就有|就送|就给|来换|来拿|来领|后发放|后到账`,
  `benefit ~5 只要|只需|仅需|需|先|得先|要先|凭|条件|靠|全靠|记得 ~7 ${act}`,
  `想要|想拿|要想|想领|想得|要拿|要领|想白拿|想免费 ~8 benefit ~8 ${act}`,
  `gift ~2 : ~12 ${act}`,
  `gift ~6 前提|条件 ~5 ${act}`,
  `凭|用|拿|出示 ~5 ${act} ~12 benefit`,
  `${act} =|→|换|抵 ~4 benefit`,
  `benefit ~2 =|→ ~4 ${act}`,
  `benefit ~8 key_to ~8 ${act}`,
  `benefit ~6 归 ~8 ${act}`,
  `gift ~6 只|仅|专|都|全 ~4 给|限|对|留给|送给|归 ~8 ${act}`,
]

/** Something held back until the act is done. */
export const gated = (act: string): string[] => [
  `${act} ~14 gate_strong ~8 see|withheld`,
  `${act} ~6 才|方可|方能|解锁|即可|就能|后可|后才|后再|后就|后即|后方 ~10 see|withheld`,
  `${act} ~2 后|再|方 ~6 see_strong|withheld`,
  `${act} ~1 后 ~1 看|见|听|用|领|查`,
  `条件 ~3 =|是|:|就是 ~4 ${act}`,
  `${act} ~4 withheld ~1 见|自现|即现`,
  `${act} ~5 解锁|可见|展开|显示|揭晓|查看|放行|开通|继续|查询|下载|观看`,
  `先 ~10 ${act} ~12 再|才|后|之后|回来|方 ~10 see|withheld`,
  `see|withheld ~10 需要|需|须|必须|请先|前请|前需|前须|前要|要先|得先|先要|只需|条件|先把|先 ~10 ${act}`,
  `想|要|想要|想看|要看|想知道 ~8 see|withheld ~6 先|请|就|得|要|需 ~8 ${act}`,
  `-${act} ~14 cannot ~10 *see|withheld`,
  `-${act} ~8 看不到|看不了|打不开|用不了|进不去|不显示|不开放|查不到|查不了|领不到|不解锁|不可见`,
  `仅|只|只有|仅限|只给|只对|只让|只放给 ~6 ${act} ~8 see|可见|看|有效|开放|withheld`,
  `see|withheld ~5 只给|仅限|只对|仅对|只限|只让|只有 ~6 ${act}`,
  `${act} =|→ ~6 see|withheld|yields_up`,
  `see|withheld|veiled ~6 key_to ~8 ${act}`,
  `see|withheld ~4 在 ~3 ${act} ~2 之后|以后|后面|后头`,
  `-${act} ~10 *veiled`,
  `veiled ~14 ${act} ~8 yields_up|即可|就|才|恢复`,
  `${act} ~8 yields_up ~6 see|withheld|veiled|它|答案`,
  `未检测到|没检测到|检测不到|未见 ~6 ${act}`,
  `失败|受限|没成功|未成功 ~10 尚未|还没|未|没有 ~3 ${act}`,
  `${act} ~6 withheld ~2 给你|给您|归你|归您`,
  `cannot ~8 *see ~6 请先|需先|先 ~6 *${act}`,
]
