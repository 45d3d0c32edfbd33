/**
 * Error codes with what to do and what they mean: `codes | reaction [seconds to wait] | zh | en`, codes single or `from-to`.
 * Source: the reference of Official Account (1.3 and each section), Mini Program, Channels and shop, Open Platform.
 */
export const errorRows = `
-1 268487001 268487002 | retry | 微信繁忙或内部错误 | WeChat is busy or failed inside
40001 | refresh_token | access_token 无效或已被替换 | access token invalid or replaced
40014 | refresh_token | access_token 无效 | access token invalid
42001 | refresh_token | access_token 已过期 | access token expired
40002 | fix_request | grant_type 无效 | grant_type invalid
40003 49003 | drop_recipient | openid 无效，或属于别的账号 | openid invalid or of another account
40004-40006 40008-40012 | fix_request | 媒体类型、文件类型或大小不对 | media type, file type or size wrong
40007 | fix_request | media_id 无效 | media_id invalid
40013 | tell_operator | AppID 无效 | appid invalid
40015-40028 | fix_request | 菜单结构不合法（类型、个数、名称、key、url、版本、层级） | menu structure invalid (type, count, name, key, url, version, levels)
40029 | restart_oauth | code 无效 | code invalid
40030 41003 42002 | restart_oauth | refresh_token 无效、缺失或过期 | refresh_token invalid, missing or expired
40163 | restart_oauth | code 已被使用 | code already used
42003 | restart_oauth | code 已过期 | code expired
42007 | restart_oauth | 用户改了密码，网页授权令牌作废 | person changed the password: OAuth tokens are void
40031 40032 | fix_request | openid 列表不合法或过长 | openid list invalid or too long
40033 | fix_request | 含非法字符，例如 \\uXXXX 转义 | illegal characters, such as \\uXXXX escapes
40035 40038 47001 44002 | fix_request | 参数、格式或请求体无法解析 | parameter, format or body can’t be read
40037 | fix_request | template_id 无效 | template_id invalid
40039 45005 45006 | fix_request | 链接过长 | url too long
40050 40051 40117 45016-45018 | fix_request | 旧的分组接口 | old group API
40052 40053 | fix_request | 二维码 action 无效 | QR action invalid
40054 40055 | fix_request | 菜单链接的域名不允许 | menu url domain not allowed
40058 | fix_request | 某个参数不对或过长 | a parameter is wrong or too long
40059 40060 40065 | fix_request | 群发消息、链接或文章序号无效 | mass message, url or article index invalid
40066 40225 | fix_request | page_url 或标题无效 | page_url or title invalid
40097 41028 41030 | fix_request | 参数无效，或页面未发布 | arguments invalid, or page not released
40114 | fix_request | 文章序号无效 | article index invalid
40118-40121 | fix_request | media_id 长度、按钮类型或媒体类型不对 | media_id size, button type or media type invalid
40125 | tell_operator | AppSecret 不对 | AppSecret invalid
40129 40169 | fix_request | scene 不合法或过长 | scene invalid or too long
40130 | fix_request | 按 openid 群发至少要两个 | mass message needs at least two openids
40132 | fix_request | 微信号无效 | WeChat id invalid
40137 | fix_request | 图片格式不支持 | image format not supported
40152 | fix_request | 群发参数不对 | mass message parameters
40155 | fix_request | 不允许链接到别的账号主页 | link to another account’s home page not allowed
40159 40165 40212 | fix_request | 路径或参数不合法 | path or query invalid
40164 | tell_operator | 本机 IP 不在白名单，停止一切调用 | this server’s IP is not in the whitelist; stop all calls
40200 | tell_operator | 账号类型不支持 | account type not supported
40201-40203 | tell_operator | 未设置回调地址，或检测参数无效 | callback address not set, or check parameters invalid
40204 | fix_request | 不支持的群发类型 | mass type not supported
40226 | drop_recipient | 高风险用户，被微信拦截 | person blocked as high risk
40243 | tell_operator | AppSecret 已冻结 | AppSecret frozen
40246 40247 40249 | tell_operator | 模板关键词不在库中、历史模板，或含营销内容 | template keyword, old template or marketing content
41001 41002 41004-41009 | fix_request | 缺少必填参数 | a required parameter is missing
41039 | fix_request | content_source_url 无效 | content_source_url invalid
42010 | wait 300 | 群发之间间隔太短 | mass sends follow each other too quickly
43001-43003 | fix_request | 请求方法不对，或须用 HTTPS | wrong method, or HTTPS needed
43004 50005 | drop_recipient | 对方未关注 | person does not follow
43005 | drop_recipient | 需要好友关系 | friendship needed
43019 | drop_recipient | 对方在我们的黑名单里 | person is in our blacklist
43101 | drop_recipient | 这个模板没有可用的订阅次数 | no consent left for this template
43104 | fix_request | openid 或账号类型不符 | openid or account type does not fit
43107 | tell_operator | 模板或订阅消息能力被封禁 | template or capability banned
43108 | wait 5 | 同时给同一人发两条 | two messages to one person at once
43116 | tell_operator | 模板因内容被禁用 | template forbidden for its content
44001 44003 44004 | fix_request | 媒体、图文或文本为空 | media, news or text is empty
44990 44991 | wait 60 | 每秒或每分钟调用过多 | too many calls a second or minute
44993 | quota_stop | 当天生成的 Scheme 与链接用完 | schemes and URL Links of the day used up
45001-45004 45007 45008 | fix_request | 文件、内容、标题、摘要、语音或图文条数超限 | file, content, title, digest, voice or article count over the limit
45009 | quota_stop | 当天调用额度用完 | daily quota of this API used up
45010 | fix_request | 菜单过多 | too many menus
45011 | wait 60 | 调用太频繁 | calls too frequent
45015 | hold | 超出 48 小时窗口，或对方已取消关注 | outside the 48 h window, or the person left
45028 | quota_stop | 群发次数用完 | mass quota used up
45029 | quota_stop | 小程序码数量到上限 | limit of codes reached
45047 | hold | 本窗口内的下行条数用完 | allowance of this window used up
45056 45058 45059 45157-45159 | fix_request | 标签：过多、名称、系统标签或编号不对 | tag: too many, name, system tag or bad id
45062 45083 45084 45162 | fix_request | 群发参数不对 | mass message parameters
45065 | duplicate | 相同 clientmsgid 已发送过 | same clientmsgid was sent before
45066 | wait 60 | 相同 clientmsgid 一分钟内重试 | same clientmsgid within a minute
45067 | fix_request | clientmsgid 过长 | clientmsgid too long
45072 45080 45081 | ignore | 输入状态：命令不对、无近期互动，或已在输入 | typing: bad command, no interaction, or already typing
45086 | fix_request | 文本消息里的链接属性不对 | bad attribute in a link of a text message
45113 | fix_request | 卡券群发已取消 | card mass messages no longer exist
45166 | fix_request | 文章内容不合法 | article content invalid
45168 | fix_request | 含敏感词 | sensitive words
45169 | retry | 该 openid 正被另一次调用打标签 | this openid is being tagged by another call
45171 | drop_recipient | 部分 openid 失败（见 fail_openid_list） | some openids failed (fail_openid_list)
46001 46002 46004 | fix_request | 媒体、菜单版本或用户不存在 | media, menu version or person does not exist
46003 | ignore | 还没有菜单 | there is no menu
47003 | fix_request | 模板数据不合法，errmsg 指出字段 | template data invalid; errmsg names the field
48001 | tell_operator | 账号没有这个接口的权限 | API not granted to this account
48002 | drop_recipient | 对方关闭了消息接收 | person switched messages off
48003 | tell_operator | 令牌类型不对 | token type wrong
48004 | tell_operator | 接口因处罚被封禁 | API blocked as a punishment
48005 | fix_request | 素材正被菜单或自动回复使用 | material is in use by a menu or reply
48006 | tell_operator | 本月清零次数用完 | clearing of quota used up for this month
48008 48021 48022 | tell_operator | 没有这类消息的权限 | no permission for this message type
50001 | drop_recipient | 用户未授权该接口 | person did not authorise this API
50002 | drop_recipient | 用户受限 | person is limited
50004 50007 | tell_operator | 账号被禁用或封禁 | account forbidden or banned
53404 53406 | tell_operator | 账号不可带货，或未开通 | account may not sell, or selling is not switched on
53405 53600 | fix_request | 商品信息或 article_id 无效 | product or article_id invalid
53503-53505 | tell_operator | 草稿未通过检查，或须在后台处理 | draft fails the check or must be handled in the console
61003 61007 | tell_operator | 品牌未授权本平台或该接口 | the brand did not authorise this platform or API
61004 | tell_operator | 调用方 IP 未登记 | caller’s IP is not registered
61005 61006 | wait 600 | component_verify_ticket 过期或无效 | component ticket expired or invalid
61009 61011 | fix_request | 授权码或第三方平台无效 | authorisation code or component invalid
61010 | hold | 用户 2 小时内未使用，或授权码过期 | person was not active within 2 h, or the authorisation code ended
61023 | tell_operator | 须由品牌重新授权 | the brand must authorise again
61080 61081 | fix_request | 风险等级参数不对 | risk rank parameters
61450 | retry | 客服系统错误 | customer service: system error
61451-61457 | fix_request | 客服账号：参数、名称、头像或数量不对 | customer-service accounts: parameters, name, avatar or count
61500 61501 | fix_request | 统计：日期格式或跨度不对 | statistics: date format or span
61503 61504 | wait 3600 | 统计数据未就绪 | statistics not ready yet
65301-65320 | fix_request | 个性化菜单不合法（编号、用户、默认菜单、规则、个数、域名、停用字段） | conditional menu invalid (id, person, default menu, rule, count, domain, retired field)
65400 | tell_operator | 未开通客服功能 | customer service is off
65416 65417 | fix_request | 客服参数不对 | customer service parameters
70000 | drop_recipient | 未成年人保护，不可发送 | protection of minors
76001-76004 76021 76022 | fix_request | 诊断接口：rid 或 cgi_path 不对 | diagnosis: rid or cgi_path
85079 | tell_operator | 小程序未发布 | mini program not released
85096 | fix_request | scancode_time 是保留字 | scancode_time is reserved
85400 | quota_stop | 永久短链数量用完 | permanent short links used up
85401-85403 85405 85407 85408 | fix_request | 链接有效期或链接不对 | link expiry or link invalid
85406 | quota_stop | 当天链接打开次数用完 | daily opens of links used up
85431 85449 | retry | 服务卡片：系统繁忙，或正在更新 | service card: busy, or being updated
85433-85435 85437-85443 | fix_request | 服务卡片：参数、状态或令牌不对 | service card: parameters, status or code
85436 85461 85462 | tell_operator | 服务卡片：令牌、卡片或小程序未获准入 | service card: code, card or app not admitted
85448 | duplicate | 服务卡片：相同内容已推送 | service card: the same was pushed before
87007-87009 | restart_oauth | session_key 或签名无效 | session or signature invalid
87014 | tell_operator | 内容有风险 | content risky
87020 | duplicate | 该媒体已在检测中 | media is already being checked
88000 | tell_operator | 没有留言权限 | no comment privilege
89000 | tell_operator | 账号已绑定到开放平台 | account already bound to an Open Platform account
89001 | tell_operator | 主体不同 | subjects differ
89002 | tell_operator | 未绑定开放平台 | not bound to an Open Platform account
89003 89036 | tell_operator | 该开放平台账号不是通过接口创建的，或未认证 | Open Platform account was not made by API, or is not verified
89004 | tell_operator | 绑定数量到上限 | limit of bindings reached
89300 | fix_request | 订单无效 | order invalid
89503-89507 | tell_operator | 须管理员确认，或已被拒绝 | administrator must confirm, or refused
93000 | tell_operator | 群机器人地址无效 | webhook address invalid
100000 | tell_operator | 没有该视频号的权限 | no permission for this Channels account
100002 | fix_request | 订单不存在 | order not found
100008 | tell_operator | 小程序与视频号主体不同 | subjects of mini program and Channels differ
200011 200013 200100 | tell_operator | 订阅模板：账号或模板被封，或账号类型不符 | subscription templates: account or template banned, or wrong account type
200012 | tell_operator | 自有模板数量到上限 | limit of own templates reached
200014-200021 | fix_request | 订阅模板参数不对 | subscription templates: parameters
200022 | duplicate | 相同模板已存在 | same template exists
507010 | tell_operator | 没有已发布的小程序 | no released mini program
6060456 10080000 10080001 | tell_operator | 小店注销中或已注销 | shop closing or closed
9001001-9001036 | fix_request | 已下线的产品（摇一摇周边） | retired product
9410010-9410012 | fix_request | 短 key：有效期、长度或 key 不对 | short key: expiry, length or key
9800003 9800007-9800009 | fix_request | NFC 链接参数不对 | NFC scheme parameters
10060001-10060032 268485194-268485228 268546000-268546002 | fix_request | 发货信息：参数或订单状态不对 | shipping information: parameters or state of the order
`

/** Codes that mean something else at some endpoints: `beginning of the path | codes | reaction | zh | en`. */
export const errorRowsByPath = `
/wxa/generate_urllink | 40002 | tell_operator | 没有生成链接的权限 | no right to make links
/wxa/generate_urllink | 40013 | tell_operator | 生成链接的能力被封禁 | making links is banned
/wxa/business/getuserphonenumber | 40013 | restart_oauth | code 属于别的小程序 | code of another mini program
/wxa/business/checkencryptedmsg | 1 | fix_request | 加密数据不存在，或已超过三天 | no such encrypted data, or older than three days
/wxa/genwxashortlink | 43104 | tell_operator | 小程序类目没有短链权限 | the mini program’s category may not make short links
/channels/finderlive/ | 1 | tell_operator | 没有这个视频号 | no such Channels account
/channels/ | -2 | fix_request | 参数不对 | bad parameter
/cgi-bin/wxopen/wxamplink | 1003 1005 | tell_operator | 关联被拒绝，或管理员关联次数到上限 | link refused, or the admin’s limit reached
/wxa/sec/order/ | 10060003 | duplicate | 该订单已重新发货过一次 | the order was already shipped anew once
/cgi-bin/component/ | 61010 | restart_oauth | 授权码已过期，请品牌重新授权 | authorisation code ended: ask the brand again
`

/** Codes inside events, not in answers: `event | codes | reaction | zh | en`. */
export const eventErrorRows = `
MASSSENDJOBFINISH | 10001 | tell_operator | 涉嫌广告 | suspected advertising
MASSSENDJOBFINISH | 20001 | tell_operator | 涉嫌政治 | suspected politics
MASSSENDJOBFINISH | 20002 | tell_operator | 涉嫌色情 | suspected pornography
MASSSENDJOBFINISH | 20004 | tell_operator | 涉嫌社会 | suspected social issues
MASSSENDJOBFINISH | 20006 | tell_operator | 涉嫌违法犯罪 | suspected crime
MASSSENDJOBFINISH | 20008 | tell_operator | 涉嫌欺诈 | suspected fraud
MASSSENDJOBFINISH | 20013 | tell_operator | 涉嫌版权 | suspected copyright violation
MASSSENDJOBFINISH | 21000 | tell_operator | 涉嫌其他 | suspected for another reason
MASSSENDJOBFINISH | 22000 | tell_operator | 涉嫌互推 | suspected mutual promotion
MASSSENDJOBFINISH | 30001 | retry | 原创校验系统错误，且选择了不转载 | check for originals failed, and reprinting was not allowed
MASSSENDJOBFINISH | 30002 | tell_operator | 原创校验不允许群发 | check for originals does not allow sending
MASSSENDJOBFINISH | 30003 | tell_operator | 被判定为转载且禁止 | found to be a forbidden reprint
MASSSENDJOBFINISH | 40001 | tell_operator | 管理员拒绝 | the administrator refused
MASSSENDJOBFINISH | 40002 | tell_operator | 管理员 30 分钟内未确认 | the administrator did not confirm within 30 minutes
wxa_media_check | -1008 | fix_request | 媒体下载失败 | the media could not be downloaded
notify_service_msg_send_result | -10001 | retry | 系统错误 | system error
notify_service_msg_send_result | -10002 | fix_request | 内容不合法 | content invalid
notify_service_msg_send_result | -1003 | tell_operator | 未添加模板 | template not added
notify_service_msg_send_result | -1004 | drop_recipient | 用户拒收 | person refused
notify_service_msg_send_result | -1005 | wait 60 | 发送太频繁 | too frequent
`
