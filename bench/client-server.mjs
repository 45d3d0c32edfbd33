/** A WeChat of one answer for bench/client.mjs: whatever is asked gets the same small JSON, read whole and answered at once. */
import { createServer } from 'node:http'

const answers = {
  '/cgi-bin/user/info':
    '{"subscribe":1,"openid":"oTest_0001","subscribe_time":1763800000,"unionid":"uTest_0001","remark":"","groupid":0,"tagid_list":[101,2],"subscribe_scene":"ADD_SCENE_CHANNELS","qr_scene":0,"qr_scene_str":""}',
  '/cgi-bin/stable_token': '{"access_token":"token","expires_in":7200}',
}
const ok = '{"errcode":0,"errmsg":"ok","msgid":3900112233445566778}'

createServer((request, response) => {
  request.on('data', () => {})
  request.on('end', () => {
    const text = answers[request.url.split('?', 1)[0]] ?? ok
    response.writeHead(200, { 'content-type': 'application/json; encoding=utf-8', 'content-length': Buffer.byteLength(text) })
    response.end(text)
  })
}).listen(Number(process.argv[2]), '127.0.0.1')
