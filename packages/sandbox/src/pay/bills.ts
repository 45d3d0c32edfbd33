/** Certificates to download, and the bill of a day. */
import { createHash } from 'node:crypto'
import { apiV3Key, getPayTradeBill, listPayCertificates, sealResource } from '@wematrix/wechat'
import { dayOf, dayStart, parseDay } from '../days.ts'
import { hasCertificates, payKeys } from './merchant.ts'
import { onPay, PayRefusal, rfc3339 } from './on.ts'

onPay(listPayCertificates, ({ realm }) => {
  const { pay } = realm.state
  if (!hasCertificates(pay)) throw new PayRefusal(404, 'RESOURCE_NOT_EXISTS', '无可用的平台证书，请使用微信支付公钥')
  return {
    data: payKeys(realm).certificates.map(({ serial, pem, from, until }) => {
      const sealed = sealResource(apiV3Key(pay.apiV3Key), pem, realm.id(12, 80), 'certificate')
      return { serial_no: serial, effective_time: rfc3339(from), expire_time: rfc3339(until), encrypt_certificate: sealed }
    }),
  }
})

onPay(getPayTradeBill, ({ realm, now, origin }, { bill_date, bill_type = 'ALL' }) => {
  const day = parseDay(bill_date)
  if (day === undefined || day >= dayOf(now)) throw new PayRefusal(400, 'PARAM_ERROR', '账单日期错误', { field: '/query/bill_date' })
  if (now < dayStart(day + 1) + 10 * 3_600_000) throw new PayRefusal(400, 'STATEMENT_CREATING', '账单生成中，请在10点以后再试')
  const { orders, refunds, mchId, bills } = realm.state.pay
  const rows = [
    ...[...orders.values()]
      .filter(({ paidAt }) => paidAt !== undefined && dayOf(paidAt) === day && bill_type !== 'REFUND')
      .map(order => [
        order.paidAt!,
        order.appid,
        order.transaction_id!,
        order.out_trade_no,
        order.openid,
        'SUCCESS',
        order.total,
        0,
        '',
        order.attach ?? '',
      ]),
    ...[...refunds.values()]
      .filter(({ createdAt }) => dayOf(createdAt) === day && bill_type !== 'SUCCESS')
      .map(refund => {
        const order = orders.get(refund.out_trade_no)!
        return [
          refund.createdAt,
          order.appid,
          refund.transaction_id,
          refund.out_trade_no,
          order.openid,
          'REFUND',
          order.total,
          refund.amount.refund,
          refund.out_refund_no,
          order.attach ?? '',
        ]
      }),
  ].sort((a, b) => Number(a[0]) - Number(b[0]))
  if (rows.length === 0) throw new PayRefusal(400, 'NO_STATEMENT_EXIST', '账单不存在')
  const line = (fields: unknown[]) => fields.map(field => `\`${String(field)}`).join(',')
  const yuan = (fen: unknown) => (Number(fen) / 100).toFixed(2)
  const text = [
    '交易时间,公众账号ID,商户号,微信订单号,商户订单号,用户标识,交易状态,订单金额,退款金额,商户退款单号,商户数据包',
    ...rows.map(([at, appid, transaction, number, openid, state, total, refunded, refundNo, attach]) =>
      line([
        rfc3339(Number(at)).slice(0, 19).replace('T', ' '),
        appid,
        mchId,
        transaction,
        number,
        openid,
        state,
        yuan(total),
        yuan(refunded),
        refundNo,
        attach,
      ]),
    ),
    '',
  ].join('\r\n')
  const token = realm.id(40, 81)
  bills.set(token, text)
  const hash_value = createHash('sha1').update(text).digest('hex')
  return { hash_type: 'SHA1', hash_value, download_url: `${origin}/v3/billdownload/file?token=${token}` }
})
