/** Recipes for the codes of WeCom's robots, of WeChat Pay and inside events; written as in recipes.ts. The world has one merchant. */

/** Codes of a robot's webhook; the account `robot` is a robot in a group. */
export const robotRows = `
40004 | robot | UPLOAD /cgi-bin/webhook/upload_media?type=sticker jpg 64
40006 | robot | UPLOAD /cgi-bin/webhook/upload_media?type=file jpg 4
40007 | robot | POST /cgi-bin/webhook/send {"msgtype":"file","file":{"media_id":"none"}}
40008 | robot | POST /cgi-bin/webhook/send {"msgtype":"sticker"}
40035 | robot | POST /cgi-bin/webhook/send {"msgtype":"text"}
40058 | robot | POST /cgi-bin/webhook/send {"msgtype":"text","text":{"content":"«茶*700»"}}
45009 | robot | 21× POST /cgi-bin/webhook/send {"msgtype":"text","text":{"content":"第 $n 条"}}
93000 | robot | RAW POST /cgi-bin/webhook/send?key=none {"msgtype":"text","text":{"content":"茶"}}
`

const placed =
  'control pay {} ; POST /v3/pay/transactions/jsapi {"appid":"$appid@mini-program","mchid":"$mchId","description":"茶","out_trade_no":"WM_0001","notify_url":"https://brand.example.com/pay","amount":{"total":9900},"payer":{"openid":"$lin@mini-program"}}'
const refund = (n: string) =>
  `POST /v3/refund/domestic/refunds {"out_trade_no":"WM_0001","out_refund_no":"R_${n}","amount":{"refund":100,"total":9900,"currency":"CNY"}}`

/** Codes of WeChat Pay; the account `merchant` signs as the world's merchant. */
export const payRows = `
APPID_MCHID_NOT_MATCH | merchant | POST /v3/pay/transactions/jsapi {"appid":"wx0000000000000000","mchid":"$mchId","description":"茶","out_trade_no":"WM_0001","notify_url":"https://brand.example.com/pay","amount":{"total":9900},"payer":{"openid":"$lin@mini-program"}}
ORDERPAID | merchant | ${placed} ; act pay lin {"order":"WM_0001"} ; POST /v3/pay/transactions/out-trade-no/WM_0001/close {"mchid":"$mchId"}
ORDER_CLOSED | merchant | ${placed} ; POST /v3/pay/transactions/out-trade-no/WM_0001/close {"mchid":"$mchId"} ; ${placed.split(' ; ')[1]}
INVALID_REQUEST | merchant | ${placed} ; ${placed.split(' ; ')[1]!.replace('9900', '100')}
ORDER_NOT_EXIST | merchant | GET /v3/pay/transactions/out-trade-no/WM_none?mchid=$mchId
RESOURCE_NOT_EXISTS | merchant | GET /v3/refund/domestic/refunds/R_none
PARAM_ERROR | merchant | GET /v3/bill/tradebill?bill_date=2099-01-01
STATEMENT_CREATING | merchant | clock +16h ; GET /v3/bill/tradebill?bill_date=$yesterday
NO_STATEMENT_EXIST | merchant | GET /v3/bill/tradebill?bill_date=$yesterday
SIGN_ERROR | merchant | RAW GET /v3/certificates
SYSTEM_ERROR | merchant | control pay {"systemErrors":1} ; GET /v3/refund/domestic/refunds/R_none
NOT_ENOUGH | merchant | control pay {"balanceFen":0} ; ${placed} ; act pay lin {"order":"WM_0001"} ; ${refund('1')}
FREQUENCY_LIMITED | merchant | ${placed} ; act pay lin {"order":"WM_0001"} ; 2× ${refund('$n')}
RULE_LIMIT | merchant | ${placed} ; act pay lin {"order":"WM_0001"} ; 51× ${refund('$n')} after 1m
`

/** Codes inside events: after the last step the callback carries it. */
export const eventRows = `
10001 20001 20002 20004 20006 20008 20013 21000 22000 30001 30002 30003 40001 40002 MASSSENDJOBFINISH | service | control account {"account":"service","mass":"err($code)"} ; act follow lin {"account":"service"} ; POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"周三上新"}} ; clock +5m
-1008 wxa_media_check | mini-program | act open lin ; POST /wxa/media_check_async {"version":2,"scene":1,"openid":"$lin","media_url":"https://tea.invalid/a.jpg","media_type":2} ; clock +5m
-10001 -10002 -1003 -1004 -1005 notify_service_msg_send_result | mini-program | control faults {"account":"mini-program","refuse":{"notify_service_msg_send_result":$code}} ; act card lin ; POST /wxa/set_user_notify {"openid":"$lin","notify_type":2001,"notify_code":"$notify_code","content_json":"{\\"cur_status\\":1}"}
`
