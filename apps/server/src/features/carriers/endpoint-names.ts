/** What endpoints are called for people. Chinese stands here, in the order of the table; English is the endpoint's own name, taken apart. */

type Words = { zh: string; en: string }

/** Groups of the endpoint table. */
export const groupNames: Readonly<Record<string, Words>> = {
  access: { zh: '凭证与诊断', en: 'Access and diagnosis' },
  menu: { zh: '菜单', en: 'Menu' },
  users: { zh: '用户与标签', en: 'Users and tags' },
  qrcodes: { zh: '二维码', en: 'QR codes' },
  messages: { zh: '客服消息', en: 'Customer messages' },
  'customer-service': { zh: '客服管理', en: 'Customer service' },
  templates: { zh: '模板消息', en: 'Template messages' },
  'subscribe-messages': { zh: '订阅消息', en: 'Subscription messages' },
  'auto-replies': { zh: '自动回复', en: 'Auto replies' },
  articles: { zh: '草稿与发布', en: 'Drafts and publishing' },
  materials: { zh: '素材', en: 'Materials' },
  mass: { zh: '群发', en: 'Mass messages' },
  comments: { zh: '留言', en: 'Comments' },
  'statistics-official-account': { zh: '公众号统计', en: 'Account statistics' },
  'statistics-messages': { zh: '消息统计', en: 'Message statistics' },
  'statistics-articles-old': { zh: '旧图文统计', en: 'Old article statistics' },
  'mini-program': { zh: '登录与身份', en: 'Login and identity' },
  'codes-links': { zh: '小程序码与链接', en: 'Codes and links' },
  'content-security': { zh: '内容安全', en: 'Content security' },
  shipping: { zh: '发货信息', en: 'Shipping' },
  'statistics-mini-program': { zh: '小程序统计', en: 'Mini Program statistics' },
  channels: { zh: '视频号', en: 'Channels' },
  'channels-leads': { zh: '视频号留资', en: 'Channels leads' },
  shop: { zh: '小店订单与商品', en: 'Shop orders and products' },
  'shop-coupons': { zh: '小店优惠券', en: 'Shop coupons' },
  'shop-links': { zh: '小店链接与会员', en: 'Shop links and members' },
  'shop-compass': { zh: '小店罗盘', en: 'Shop compass' },
  talent: { zh: '带货', en: 'Talent' },
  'open-platform': { zh: '开放平台绑定', en: 'Open Platform' },
  'carrier-links': { zh: '载体互联', en: 'Links among carriers' },
  oauth: { zh: '网页授权', en: 'Web OAuth' },
}

const chinese = `
checkCallback 检测回调网络 clearApiQuota 清空单个接口额度 clearQuota 清空全部额度 clearQuotaBySecret 用密钥清空全部额度
getApiDomainIps 查询接口服务器地址 getCallbackIps 查询回调来源地址 getQuota 查询接口额度 getRequestByRid 查询出错的请求
getStableToken 取稳定版令牌 getTicket 取网页票据 getToken 取普通令牌
addConditionalMenu 新增个性化菜单 createMenu 设置菜单 deleteConditionalMenu 删除个性化菜单 deleteMenu 删除菜单
getCurrentMenu 读取当前菜单设置 getMenu 读取菜单 tryMatchMenu 测试个性化菜单
blockUsers 拉黑用户 changeOpenids 迁移openid createTag 新建标签 deleteTag 删除标签 getUserInfo 用户信息 getUserInfos 批量用户信息
getUserTags 用户身上的标签 listBlacklist 黑名单 listFollowers 关注者列表 listTagMembers 标签下的用户 listTags 标签列表
tagUsers 批量打标签 unblockUsers 取消拉黑 untagUsers 批量去标签 updateRemark 设置备注名 updateTag 修改标签
addQrCodeJump 新增扫码打开小程序规则 createQrCode 生成带参二维码 createShortKey 生成短key deleteQrCodeJump 删除扫码规则
listQrCodeJumps 扫码规则列表 publishQrCodeJump 发布扫码规则 readShortKey 还原短key
sendCustomMessage 发送客服消息 showTyping 显示正在输入 showTypingInMiniProgram 小程序显示正在输入
addServiceAccount 添加客服 bindWecomService 绑定企业微信客服 closeServiceSession 结束客服会话 deleteServiceAccount 删除客服
getServiceSession 查询客服会话 getWecomService 查询企业微信客服 inviteServiceWorker 邀请客服 listOnlineServiceAccounts 在线客服列表
listServiceAccounts 客服列表 listServiceRecords 客服聊天记录 listServiceSessions 客服的会话列表 listWaitingSessions 待接入会话
openServiceSession 创建客服会话 setServicePicture 设置客服头像 unbindWecomService 解绑企业微信客服 updateServiceAccount 修改客服
addTemplate 添加模板 deleteTemplate 删除模板 getIndustry 查询行业 listBlockedTemplateMessages 被拦截的模板消息 listTemplates 模板列表
sendOneTimeMessage 发送一次性订阅通知 sendTemplateMessage 发送模板消息 setIndustry 设置行业
addSubscribeTemplate 添加订阅模板 deleteSubscribeTemplate 删除订阅模板 listLibraryTemplates 模板库标题 listSubscribeTemplates 订阅模板列表
listTemplateCategories 模板类目 listTemplateKeywords 模板关键词 sendServiceSubscribeMessage 发送服务号订阅通知
sendSubscribeMessage 发送订阅消息 setServiceCard 激活与更新服务卡片 getAutoReplies 读取自动回复规则
addDraft 新建草稿 countDrafts 草稿总数 deleteDraft 删除草稿 deletePublished 删除发布 getDraft 读取草稿 getProductCard 商品卡片
getPublish 查询发布状态 getPublishedArticle 读取已发布文章 isDraftBoxOn 草稿箱开关 listDrafts 草稿列表 listPublished 已发布列表
submitPublish 提交发布 updateDraft 修改草稿
addMaterial 新增永久素材 countMaterials 素材总数 deleteMaterial 删除永久素材 getJsSdkVoice 取高清语音 getMaterial 取永久素材
getTemporaryMedia 取临时素材 listMaterials 素材列表 prepareMassVideo 群发视频素材 uploadArticleImage 上传图文内图片 uploadTemporaryMedia 上传临时素材
deleteMass 删除群发 getMass 查询群发状态 getMassSpeed 查询群发速度 previewMass 预览群发 sendMass 按标签或全部群发 sendMassTo 按openid群发
setMassSpeed 设置群发速度
closeComments 关闭留言 deleteComment 删除留言 deleteCommentReply 删除留言回复 electComment 精选留言 listComments 留言列表
openComments 打开留言 replyToComment 回复留言 unelectComment 取消精选
getArticleRead 文章阅读 getArticleShare 文章分享 getArticleTotalDetail 文章累计明细 getBizSummary 内容概况 getInterfaceSummary 接口分析
getUpstreamMessages 消息发送概况 getUserCumulate 累计用户 getUserSummary 用户增减
getInterfaceSummaryByHour 接口分析分时 getUpstreamMessagesByHour 消息分时 getUpstreamMessagesByMonth 消息月报 getUpstreamMessagesByWeek 消息周报
getUpstreamSpread 消息分布 getUpstreamSpreadByMonth 消息分布月报 getUpstreamSpreadByWeek 消息分布周报
getArticleSummary 旧图文日数据 getArticleTotal 旧图文总数据 getUserRead 旧图文阅读 getUserReadByHour 旧图文阅读分时 getUserShare 旧图文分享
getUserShareByHour 旧图文分享分时
checkEncryptedData 核验加密数据 checkSession 检查登录态 code2Session 小程序登录 getPaidUnionid 支付后取UnionID getPhoneNumber 取手机号
getUserEncryptKey 取用户加密密钥 getUserRiskRank 用户风险等级 resetSessionKey 重置登录态
createSquareCode 方形二维码 generateNfcScheme NFC链接 generateScheme 生成Scheme generateShortLink 生成短链接 generateUrlLink 生成URL链接
getPathCode 有限量小程序码 getUnlimitedCode 不限量小程序码 queryScheme 查询Scheme queryUrlLink 查询URL链接
checkMedia 图片音频检测 checkText 文本检测
askToConfirmReceipt 提醒确认收货 getShippingOrder 查询发货状态 isTradeManaged 是否开通发货管理 listShippingOrders 发货订单列表
markSpecialOrder 特殊发货报备 setShippingPage 设置发货消息跳转 uploadCombinedShippingInfo 合单发货 uploadShippingInfo 上传发货信息
getDailyRetention 日留存 getDailySummary 日概况 getDailyVisitTrend 日访问趋势 getMonthlyRetention 月留存 getMonthlyVisitTrend 月访问趋势
getPerformance 启动性能 getUserPortrait 用户画像 getVisitDistribution 访问分布 getVisitPages 访问页面 getWeeklyRetention 周留存
getWeeklyVisitTrend 周访问趋势 listOperationScenes 运营场景
addWindowProduct 橱窗上架 getBuyerProfile 成交人群画像 getChannelsAccount 视频号信息 getChannelsTurnover 成交概况 getDashboardLive 直播大屏数据
getLiveLeads 直播留资数据 getTurnoverProduct 商品成交数据 getWindowProduct 橱窗商品 listDashboardLives 带货直播列表 listLiveFigures 留资直播列表
listLiveNotices 直播预告列表 listLives 直播记录列表 listTurnoverProducts 成交商品列表 listWindowProducts 橱窗商品列表 removeWindowProduct 橱窗下架
listLeadsForms 留资组件列表 listLeadsLives 留资直播场次 listLeadsOfForm 按组件取留资 listLeadsOfLive 按直播取留资 listLeadsPromotions 留资组件推广记录
decodeOrderAddress 解密收货信息 getAfterSale 售后单 getOrder 订单详情 getProduct 商品详情 listAfterSales 售后列表 listOrders 订单列表
listProducts 商品列表 searchOrders 搜索订单 updateOrderNotes 修改订单备注
createCoupon 新建优惠券 getCoupon 优惠券详情 getUserCoupon 用户优惠券 listCoupons 优惠券列表 listUserCoupons 用户优惠券列表 updateCoupon 修改优惠券
updateCouponStatus 修改优惠券状态
getMember 会员信息 getMemberMiniProgram 会员小程序 getMemberScore 会员积分 getProductH5Url 商品H5链接 getProductQrCode 商品二维码
getProductScheme 商品Scheme getProductTagLink 商品口令 getShopH5Url 店铺H5链接 getShopQrCode 店铺二维码 getShopTagLink 店铺口令
getWecomId 企业微信身份 hideShopProduct 隐藏橱窗商品 listMemberScoreFlow 积分流水 listMembers 会员列表 listShopWindow 店铺橱窗列表
reorderShopWindow 橱窗排序 topShopProduct 橱窗置顶
getFinderProducts 达人商品数据 getFinderTurnover 达人成交概况 getShopProductFigures 商品数据 getShopProfile 店铺人群画像 getShopTurnover 店铺成交概况
listFinderProducts 达人商品列表 listFinderTurnover 达人成交列表 listShopFinders 授权达人列表 listShopLives 店铺直播列表 listShopProductFigures 商品数据列表
countLiveReservations 预告预约人数 getTalentOrder 带货订单详情 getTalentWindowProduct 带货橱窗商品 listPromotedArticles 带货文章列表
listPromotedLiveNotices 带货预告列表 listPromotedLives 带货直播列表 listShopFeeds 带货短视频列表 listTalentOrders 带货订单列表 listTalentWindow 带货橱窗列表
bindOpenAccount 绑定开放平台 createOpenAccount 创建开放平台账号 getOpenAccount 查询绑定的开放平台 hasOpenAccount 是否绑定开放平台
isSameEntity 是否同一主体 unbindOpenAccount 解绑开放平台
getShownAccount 查询展示的公众号 linkMiniProgram 关联小程序 listLinkedMiniPrograms 已关联的小程序 listShowableAccounts 可展示的公众号
setShownAccount 设置展示的公众号 unlinkMiniProgram 取消关联
checkOAuthToken 检验授权凭证 getOAuthToken 换取网页授权令牌 getOAuthUser 网页授权用户信息 refreshOAuthToken 刷新网页授权令牌
`

const words = chinese.trim().split(/\s+/)
const zhByName = new Map(words.flatMap((word, at) => (at % 2 === 0 ? [[word, words[at + 1] ?? ''] as const] : [])))

/** `sendCustomMessage` → 发送客服消息, “Send custom message”. A name the table does not know is shown as it is. */
export function endpointName(name: string): Words {
  const en = name.replace(/([a-z0-9])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`)
  return { zh: zhByName.get(name) ?? name, en: en.charAt(0).toUpperCase() + en.slice(1) }
}

/** Endpoint names that have Chinese here. */
export const namedEndpoints: ReadonlySet<string> = new Set(zhByName.keys())
