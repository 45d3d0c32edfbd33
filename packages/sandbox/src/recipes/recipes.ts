/**
 * How to make WeChat answer each error code, one recipe a line: `code | account | step ; step ; … ; the call that is answered so`.
 * A code with a path behind it (`1 /channels/…`) means something else there. A step is
 *
 * - `GET /path?…`, `POST /path {…}`: a call with the account's token, kept from its first use on, or its AppSecret where that is the proof;
 *   `UPLOAD /path?… format bytes` sends a file; `RAW …` proves nothing by itself
 * - `control name {…}`, `act name person {…}`: what `/control/name` and `/control/act` do; `clock +2h` moves the world's clock
 *
 * `3× ` repeats a step (`$n` counts), `@shop ` makes it another account's. `$name` is a field of an earlier answer, `$lin` the openid of lin,
 * `$lin@mini-program` that at another account; `$appid`, `$secret` and `$token` are the account's, `$yesterday` is a day of the world; `«茶*65»` is
 * a text repeated. Codes without a line come by the fault `refuse`; docs/error-codes.md is printed from here.
 */
export const recipeRows = `
# Token, address, rights, quotas
-1 | service | control faults {"account":"service","busy":1} ; GET /cgi-bin/tags/get
40001 | service | GET /cgi-bin/tags/get ; RAW POST /cgi-bin/stable_token {"grant_type":"client_credential","appid":"$appid","secret":"$secret","force_refresh":true} ; GET /cgi-bin/tags/get
42001 | service | RAW POST /cgi-bin/stable_token {"grant_type":"client_credential","appid":"$appid","secret":"$secret"} ; clock +3h ; RAW GET /cgi-bin/tags/get?access_token=$access_token
40002 | service | POST /cgi-bin/stable_token {"grant_type":"password"}
40013 | mini-program | POST /wxa/sec/order/is_trade_managed {"appid":"wx0"}
40125 | service | RAW GET /cgi-bin/token?grant_type=client_credential&appid=$appid&secret=none
40164 | service | control account {"account":"service","ipWhitelist":["10.0.0.1"]} ; GET /cgi-bin/getcallbackip
40201 | service | control disconnect {"account":"service"} ; POST /cgi-bin/callback/check {"action":"all","check_operator":"DEFAULT"}
40035 | service | POST /cgi-bin/material/batchget_material {"type":"image","offset":0,"count":99}
47001 | service | RAW POST /cgi-bin/tags/create?access_token=$token {"tag"
40066 | service | RAW GET /cgi-bin/nothing
41001 | service | RAW GET /cgi-bin/tags/get
41002 | service | RAW GET /cgi-bin/token?grant_type=client_credential
41004 | service | RAW GET /cgi-bin/token?grant_type=client_credential&appid=$appid
43001 | service | RAW POST /cgi-bin/tags/get {}
43002 | service | RAW GET /cgi-bin/menu/create
44002 | service | RAW POST /datacube/getusersummary?access_token=$token
40033 | service | RAW POST /cgi-bin/menu/create?access_token=$token {"button":[{"type":"click","name":"\\u8336","key":"K"}]}
45009 | service | control account {"account":"service","limits":{"/cgi-bin/tags/get":0}} ; GET /cgi-bin/tags/get
45011 | service | 2× POST /cgi-bin/stable_token {"grant_type":"client_credential","force_refresh":true}
48001 | subscription | control account {"account":"subscription","verified":false} ; POST /cgi-bin/message/mass/speed/get
48006 | service | 11× POST /cgi-bin/clear_quota {"appid":"$appid"}
76001 | service | POST /cgi-bin/openapi/rid/get {"rid":"0-0-0"}
76003 | service | @subscription RAW GET /cgi-bin/user/info?access_token=$token&openid=nobody ; POST /cgi-bin/openapi/rid/get {"rid":"$rid"}
76004 | service | RAW GET /cgi-bin/user/info?access_token=$token&openid=nobody ; clock +8d ; POST /cgi-bin/openapi/rid/get {"rid":"$rid"}
76021 | service | POST /cgi-bin/openapi/quota/get {"cgi_path":"/cgi-bin/nothing"}
76022 | service | POST /cgi-bin/openapi/quota/get {"cgi_path":"/sns/userinfo"}

# People and tags
40003 | service | GET /cgi-bin/user/info?openid=nobody
40031 | service | POST /cgi-bin/tags/members/batchblacklist {"openid_list":[]}
40032 | service | POST /cgi-bin/tags/members/batchblacklist {"openid_list":"21 × $lin"}
46004 | service | POST /cgi-bin/user/info/updateremark {"openid":"nobody","remark":"老客"}
45056 | service | 100× POST /cgi-bin/tags/create {"tag":{"name":"标签$n"}} ; POST /cgi-bin/tags/create {"tag":{"name":"再多一个"}}
45058 | service | POST /cgi-bin/tags/delete {"tag":{"id":2}}
45157 | service | 2× POST /cgi-bin/tags/create {"tag":{"name":"老客"}}
45158 | service | POST /cgi-bin/tags/create {"tag":{"name":"«茶*31»"}}
45159 | service | POST /cgi-bin/tags/delete {"tag":{"id":999}}
45171 | service | act follow lin {"account":"service"} ; POST /cgi-bin/tags/create {"tag":{"name":"老客"}} ; POST /cgi-bin/tags/members/batchtagging {"tagid":100,"openid_list":["$lin","nobody"]}
49003 | service | POST /cgi-bin/tags/members/batchblacklist {"openid_list":["nobody"]}

# Login and OAuth
40029 | mini-program | GET /sns/jscode2session?js_code=none&grant_type=authorization_code
40163 | mini-program | act code lin {"kind":"login"} ; 2× GET /sns/jscode2session?js_code=$code&grant_type=authorization_code
40226 | mini-program | act risk lin {"rank":4} ; act code lin {"kind":"login"} ; GET /sns/jscode2session?js_code=$code&grant_type=authorization_code
42003 | service | act agree lin {"account":"service"} ; clock +6m ; GET /sns/oauth2/access_token?code=$code&grant_type=authorization_code
40030 | service | GET /sns/oauth2/refresh_token?appid=$appid&grant_type=refresh_token&refresh_token=none
42002 | service | act agree lin {"account":"service"} ; GET /sns/oauth2/access_token?code=$code&grant_type=authorization_code ; clock +31d ; GET /sns/oauth2/refresh_token?appid=$appid&grant_type=refresh_token&refresh_token=$refresh_token
87007 | mini-program | GET /wxa/resetusersessionkey?openid=$lin&signature=none&sig_method=hmac_sha256
87008 | mini-program | act code lin {"kind":"login"} ; GET /sns/jscode2session?js_code=$code&grant_type=authorization_code ; GET /wxa/resetusersessionkey?openid=$lin&signature=none&sig_method=md5
87009 | mini-program | act open lin ; GET /wxa/checksession?openid=$lin&signature=none&sig_method=hmac_sha256
89300 | mini-program | GET /wxa/getpaidunionid?openid=$lin&transaction_id=4200

# Menus and QR codes
40016 | service | POST /cgi-bin/menu/create {"button":[{"name":"茶"}]}
40017 | service | POST /cgi-bin/menu/create {"button":[]}
40018 | service | POST /cgi-bin/menu/create {"button":[{"type":"click","name":"«茶*6»","key":"K"}]}
40019 | service | POST /cgi-bin/menu/create {"button":[{"type":"click","name":"茶","key":""}]}
40020 | service | POST /cgi-bin/menu/create {"button":[{"type":"view","name":"茶","url":""}]}
40023 | service | POST /cgi-bin/menu/create {"button":[{"name":"茶","sub_button":[{"name":"春"}]}]}
40025 | service | POST /cgi-bin/menu/create {"button":[{"name":"茶","sub_button":[{"type":"click","name":"«茶*21»","key":"K"}]}]}
40052 | service | POST /cgi-bin/qrcode/create {"action_name":"QR_NONE","action_info":{"scene":{"scene_str":"a"}}}
40053 | service | POST /cgi-bin/qrcode/create {"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"«a*65»"}}}
40054 | service | POST /cgi-bin/menu/create {"button":[{"type":"view","name":"茶","url":"ftp://tea.example"}]}
40165 | mini-program | POST /wxa/generatescheme {"jump_wxa":{"path":"pages/none"}}
46003 | service | GET /cgi-bin/menu/delete ; GET /cgi-bin/menu/get
9410010 | service | POST /cgi-bin/shorten/gen {"long_data":"茶","expire_seconds":0}
9410011 | service | POST /cgi-bin/shorten/gen {"long_data":"«茶*1366»","expire_seconds":60}
9410012 | service | POST /cgi-bin/shorten/fetch {"short_key":"none"}
65301 | service | POST /cgi-bin/menu/delconditional {"menuid":"1"}
65302 | service | POST /cgi-bin/menu/trymatch {"user_id":"nobody"}
65303 | service | GET /cgi-bin/menu/delete ; POST /cgi-bin/menu/addconditional {"button":[{"type":"click","name":"茶","key":"K"}],"matchrule":{"client_platform_type":"1"}}
65304 | service | POST /cgi-bin/menu/create {"button":[{"type":"click","name":"茶","key":"K"}]} ; POST /cgi-bin/menu/addconditional {"button":[{"type":"click","name":"茶","key":"K"}],"matchrule":{}}
65316 | service | POST /cgi-bin/menu/create {"button":[{"type":"click","name":"茶","key":"K"}]} ; 4× POST /cgi-bin/menu/addconditional {"button":[{"type":"view","name":"茶","url":"https://d$n.example/"}],"matchrule":{"client_platform_type":"1"}}
65317 | service | POST /cgi-bin/menu/create {"button":[{"type":"click","name":"茶","key":"K"}]} ; POST /cgi-bin/menu/addconditional {"button":[{"type":"view","name":"茶","url":"https://"}],"matchrule":{"client_platform_type":"1"}}
65320 | service | POST /cgi-bin/menu/create {"button":[{"type":"click","name":"茶","key":"K"}]} ; POST /cgi-bin/menu/addconditional {"button":[{"type":"click","name":"茶","key":"K"}],"matchrule":{"sex":"1"}}

# Messages
40037 | service | act follow lin {"account":"service"} ; POST /cgi-bin/message/template/send {"touser":"$lin","template_id":"none","data":{}}
43004 | service | POST /cgi-bin/message/mass/preview {"touser":"$lin","msgtype":"text","text":{"content":"x"}}
43019 | service | act follow lin {"account":"service"} ; act message lin {"account":"service","text":"您好"} ; POST /cgi-bin/tags/members/batchblacklist {"openid_list":["$lin"]} ; POST /cgi-bin/message/custom/send {"touser":"$lin","msgtype":"text","text":{"content":"您好"}}
43101 | mini-program | POST /cgi-bin/message/subscribe/send {"touser":"$lin","template_id":"TPL_BOOKING","data":{"thing1":{"value":"品茶课"},"time2":{"value":"19:00"}}}
43104 | mini-program | POST /wxa/msg_sec_check {"version":2,"scene":2,"openid":"$lin@service","content":"好茶"}
44004 | service | POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"text","text":{"content":""}}
45008 | service | act follow lin {"account":"service"} ; act message lin {"account":"service","text":"您好"} ; POST /cgi-bin/message/custom/send {"touser":"$lin","msgtype":"news","news":{"articles":[{},{}]}}
45015 | service | act follow lin {"account":"service"} ; clock +49h ; POST /cgi-bin/message/custom/send {"touser":"$lin","msgtype":"text","text":{"content":"您好"}}
45047 | service | act follow lin {"account":"service"} ; act message lin {"account":"service","text":"您好"} ; 9× POST /cgi-bin/message/custom/send {"touser":"$lin","msgtype":"text","text":{"content":"您好"}}
45072 | service | POST /cgi-bin/message/custom/typing {"touser":"$lin","command":"Typings"}
45080 | service | act follow lin {"account":"service"} ; clock +1h ; POST /cgi-bin/message/custom/typing {"touser":"$lin","command":"Typing"}
45081 | service | act follow lin {"account":"service"} ; act message lin {"account":"service","text":"您好"} ; 2× POST /cgi-bin/message/custom/typing {"touser":"$lin","command":"Typing"}
45086 | service | act follow lin {"account":"service"} ; act message lin {"account":"service","text":"您好"} ; POST /cgi-bin/message/custom/send {"touser":"$lin","msgtype":"text","text":{"content":"<a href=\\"https://tea.example\\" onclick=\\"x\\">去看</a>"}}
45168 | mini-program | act consent lin {"template":"TPL_BOOKING"} ; POST /cgi-bin/message/subscribe/send {"touser":"$lin","template_id":"TPL_BOOKING","data":{"thing1":{"value":"赌博"},"time2":{"value":"19:00"}}}
47003 | mini-program | act consent lin {"template":"TPL_BOOKING"} ; POST /cgi-bin/message/subscribe/send {"touser":"$lin","template_id":"TPL_BOOKING","data":{}}
40246 | service | POST /cgi-bin/template/api_add_template {"template_id_short":"1001"}
40247 | service | POST /cgi-bin/template/api_add_template {"template_id_short":"TM00015"}
200014 | service | GET /wxaapi/newtmpl/getpubtemplatekeywords?tid=1
200016 | service | GET /wxaapi/newtmpl/getpubtemplatetitles?ids=307&start=-1&limit=1
200017 | service | GET /wxaapi/newtmpl/getpubtemplatetitles?ids=307&start=0&limit=31
200018 | service | GET /wxaapi/newtmpl/getpubtemplatetitles?ids=&start=0&limit=1
200019 | service | GET /wxaapi/newtmpl/getpubtemplatetitles?ids=1&start=0&limit=1
200020 | mini-program | POST /wxaapi/newtmpl/addtemplate {"tid":1001,"kidList":[1]}
200021 | mini-program | POST /wxaapi/newtmpl/addtemplate {"tid":1001,"kidList":[1,2],"sceneDesc":"«茶*16»"}
200022 | mini-program | POST /wxaapi/newtmpl/addtemplate {"tid":1001,"kidList":[1,2],"sceneDesc":"茶"} ; POST /wxaapi/newtmpl/addtemplate {"tid":1001,"kidList":[2,1],"sceneDesc":"茶"}

# Mass messages
40008 | service | POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"sticker"}
40059 | service | POST /cgi-bin/message/mass/get {"msg_id":1}
40060 | service | POST /cgi-bin/message/mass/delete {"url":"https://mp.weixin.qq.com/s/none"}
40130 | service | POST /cgi-bin/message/mass/send {"touser":["$lin"],"msgtype":"text","text":{"content":"周三上新"}}
40132 | service | POST /cgi-bin/message/mass/preview {"towxname":"nobody","msgtype":"text","text":{"content":"x"}}
45028 | subscription | 2× POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"晚$n"},"clientmsgid":"evening$n"}
45065 | service | POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"二"},"clientmsgid":"tag"} ; clock +2m ; POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"二"},"clientmsgid":"tag"}
45066 | service | 2× POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"二"},"clientmsgid":"tag"}
45067 | service | POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"四"},"clientmsgid":"«x*65»"}
40065 | service | UPLOAD /cgi-bin/material/add_material?type=image jpg 64 ; POST /cgi-bin/draft/add {"articles":[{"title":"周三上新","content":"<p>新茶</p>","thumb_media_id":"$media_id"}]} ; POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"mpnews","mpnews":{"media_id":"$media_id"}} ; clock +2m ; POST /cgi-bin/message/mass/delete {"msg_id":$msg_id,"article_idx":3}
45083 | service | POST /cgi-bin/message/mass/speed/set {"speed":5}
45084 | service | POST /cgi-bin/message/mass/speed/set {}
45113 | service | POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"wxcard","wxcard":{"card_id":"c"}}
89504 | service | control account {"account":"service","massProtection":true} ; 2× POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"二$n"},"clientmsgid":"two$n"}
89505 | service | control account {"account":"service","massProtection":true} ; POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"二"},"clientmsgid":"two"} ; control mass {"account":"service","accepts":false} ; clock +2m ; POST /cgi-bin/message/mass/sendall {"filter":{"is_to_all":true},"msgtype":"text","text":{"content":"二"},"clientmsgid":"two"}

# Media, drafts, publications, comments
40004 | service | UPLOAD /cgi-bin/media/upload?type=sticker jpg 64
40005 | service | UPLOAD /cgi-bin/media/upload?type=voice jpg 64
40007 | service | POST /cgi-bin/media/uploadvideo {"media_id":"none"}
40009 | service | UPLOAD /cgi-bin/media/uploadimg jpg 1100000
40010 | service | UPLOAD /cgi-bin/media/upload?type=voice amr 2200000
40011 | service | UPLOAD /cgi-bin/media/upload?type=video mp4 10500000
40012 | service | UPLOAD /cgi-bin/media/upload?type=thumb jpg 70000
40137 | service | UPLOAD /cgi-bin/media/uploadimg text 64
41005 | service | RAW POST /cgi-bin/media/upload?access_token=$token&type=image {}
41006 | service | GET /cgi-bin/media/get
41039 | service | UPLOAD /cgi-bin/material/add_material?type=image jpg 64 ; POST /cgi-bin/draft/add {"articles":[{"title":"周三上新","content":"<p>新茶</p>","thumb_media_id":"$media_id","content_source_url":"tea.example"}]}
44001 | service | UPLOAD /cgi-bin/media/upload?type=image text 0
44003 | service | POST /cgi-bin/draft/add {"articles":[]}
45002 | service | UPLOAD /cgi-bin/material/add_material?type=image jpg 64 ; POST /cgi-bin/draft/add {"articles":[{"title":"周三上新","content":"«茶*350000»","thumb_media_id":"$media_id"}]}
45003 | service | POST /cgi-bin/draft/add {"articles":[{"title":"","content":"<p>新茶</p>"}]}
45004 | service | UPLOAD /cgi-bin/material/add_material?type=image jpg 64 ; POST /cgi-bin/draft/add {"articles":[{"title":"周三上新","content":"<p>新茶</p>","thumb_media_id":"$media_id","digest":"«茶*129»"}]}
45005 | service | UPLOAD /cgi-bin/material/add_material?type=image jpg 64 ; POST /cgi-bin/draft/add {"articles":[{"title":"周三上新","content":"<p>新茶</p>","thumb_media_id":"$media_id","content_source_url":"https://tea.example/«a*1024»"}]}
45007 | service | UPLOAD /cgi-bin/media/upload?type=voice amr 99206
45166 | service | UPLOAD /cgi-bin/material/add_material?type=image jpg 64 ; POST /cgi-bin/draft/add {"articles":[{"title":"周三上新","content":"<a data-miniprogram-appid=\\"$appid@mini-program\\" href=\\"\\">去</a>","thumb_media_id":"$media_id"}]}
40114 | service | UPLOAD /cgi-bin/material/add_material?type=image jpg 64 ; POST /cgi-bin/draft/add {"articles":[{"title":"周三上新","content":"<p>新茶</p>","thumb_media_id":"$media_id"}]} ; POST /cgi-bin/draft/update {"media_id":"$media_id","index":3,"articles":{"title":"周三上新","content":"<p>新茶</p>","thumb_media_id":"none"}}
48005 | service | UPLOAD /cgi-bin/material/add_material?type=image jpg 64 ; POST /cgi-bin/menu/create {"button":[{"type":"media_id","name":"茶","media_id":"$media_id"}]} ; POST /cgi-bin/material/del_material {"media_id":"$media_id"}
53404 | service | control account {"account":"service","selling":"barred"} ; UPLOAD /cgi-bin/material/add_material?type=image jpg 64 ; POST /cgi-bin/draft/add {"articles":[{"title":"周三上新","content":"<p>新茶</p>","thumb_media_id":"$media_id","product_info":{"footer_product_info":{"product_key":"key_10000152000000001_0"}}}]}
53405 | service | POST /channels/ec/service/product/getcardinfo {"product_id":"none","article_type":"news","card_type":0}
53406 | service | control account {"account":"service","selling":"off"} ; UPLOAD /cgi-bin/material/add_material?type=image jpg 64 ; POST /cgi-bin/draft/add {"articles":[{"title":"周三上新","content":"<p>新茶</p>","thumb_media_id":"$media_id","product_info":{"footer_product_info":{"product_key":"key_10000152000000001_0"}}}]}
53503 53504 53505 | service | control account {"account":"service","publish":$code} ; UPLOAD /cgi-bin/material/add_material?type=image jpg 64 ; POST /cgi-bin/draft/add {"articles":[{"title":"周三上新","content":"<p>新茶</p>","thumb_media_id":"$media_id"}]} ; POST /cgi-bin/freepublish/submit {"media_id":"$media_id"}
53600 | service | POST /cgi-bin/freepublish/getarticle {"article_id":"none"}
88000 | subscription | control account {"account":"subscription","comments":false} ; POST /cgi-bin/comment/open {"msg_data_id":1,"index":0}

# Statistics
61500 | service | POST /datacube/getusersummary {"begin_date":"2026-11-31","end_date":"2026-11-31"}
61501 | service | POST /datacube/getusersummary {"begin_date":"2026-11-01","end_date":"2026-11-20"}
61503 | service | clock +16h ; POST /datacube/getusersummary {"begin_date":"$yesterday","end_date":"$yesterday"}
507010 | mini-program | control account {"account":"mini-program","released":false} ; GET /wxaapi/log/get_scene

# Customer service
61451 | service | POST /customservice/kfaccount/add {"kf_account":"tea@shanye","nickname":""}
61452 | service | POST /customservice/kfaccount/del?kf_account=tea%40shanye {}
61453 | service | 2× POST /customservice/kfaccount/add {"kf_account":"tea@shanye","nickname":"茶师"}
61454 | service | POST /customservice/kfaccount/add {"kf_account":"tea12345678@shanye","nickname":"茶师"}
61455 | service | POST /customservice/kfaccount/add {"kf_account":"茶@shanye","nickname":"茶师"}
61456 | service | 101× POST /customservice/kfaccount/add {"kf_account":"tea$n\\u0040shanye","nickname":"茶师"}
61457 | service | POST /customservice/kfaccount/add {"kf_account":"tea@shanye","nickname":"茶师"} ; UPLOAD /customservice/kfaccount/uploadheadimg?kf_account=tea%40shanye png 64
65400 | service | control account {"account":"service","customerService":false} ; GET /cgi-bin/customservice/getkflist
65416 | service | POST /customservice/msgrecord/getmsglist {"starttime":1,"endtime":0,"msgid":1,"number":2}
65417 | mini-program | POST /customservice/work/unbind {"corpid":"ww0"}

# Content check, codes and links of the Mini Program
40097 | mini-program | POST /wxa/queryscheme {}
40129 | mini-program | POST /wxa/getwxacodeunlimit {"scene":""}
40159 | mini-program | POST /wxa/getwxacode {"path":""}
40169 | mini-program | POST /wxa/getwxacodeunlimit {"scene":"«a*33»"}
40212 | mini-program | POST /wxa/generatescheme {"jump_wxa":{"path":"pages/index/index","query":"中文"}}
40225 | mini-program | POST /wxa/genwxashortlink {"page_url":"pages/index/index","page_title":"a/b"}
41030 | mini-program | POST /wxa/getwxacodeunlimit {"scene":"a","page":"pages/none"}
44990 | mini-program | 101× POST /wxa/generatescheme {}
44991 | mini-program | act open lin ; GET /cgi-bin/getcallbackip ; control faults {"account":"mini-program","tooFast":1} ; POST /wxa/msg_sec_check {"version":2,"scene":2,"openid":"$lin","content":"好茶"}
61010 | mini-program | act open lin ; clock +3h ; POST /wxa/msg_sec_check {"version":2,"scene":2,"openid":"$lin","content":"好茶"}
85079 | mini-program | control account {"account":"mini-program","released":false} ; POST /wxa/generate_urllink {"path":"pages/index/index"}
85096 | mini-program | POST /wxa/getwxacodeunlimit {"scene":"scancode_time=1"}
85401 | mini-program | POST /wxa/generate_urllink {"path":"pages/index/index","expire_type":1,"expire_interval":31}
85402 | mini-program | POST /wxa/generate_urllink {"path":"pages/index/index","env_version":"beta"}
85403 | mini-program | POST /wxa/query_urllink {"url_link":"https://wxaurl.cn/none"}
85405 | mini-program | POST /wxa/queryscheme {"scheme":"weixin://dl/business/?appid=$appid&path=pages/index/index&query=t%3D1"}
87020 | mini-program | act open lin ; 2× POST /wxa/media_check_async {"version":2,"scene":1,"openid":"$lin","media_url":"https://a.example/tea.jpg","media_type":2}
9800007 | mini-program | control account {"account":"mini-program","nfcModels":{"w":"pending"}} ; POST /wxa/generatenfcscheme {"jump_wxa":{"path":"pages/index/index"},"model_id":"w","sn":"x"}
9800008 | mini-program | control account {"account":"mini-program","nfcModels":{"m":"machine"}} ; POST /wxa/generatenfcscheme {"jump_wxa":{"path":"pages/index/index"},"model_id":"m"}
9800009 | mini-program | control account {"account":"mini-program","nfcModels":{"t":"type"}} ; POST /wxa/generatenfcscheme {"jump_wxa":{"path":"pages/index/index"},"model_id":"t","sn":"x"}
9800003 | mini-program | POST /wxa/generatenfcscheme {"jump_wxa":{"path":"pages/index/index"},"model_id":"none","sn":"x"}
85433 | mini-program | act buy lin ; clock +5s ; POST /wxa/set_user_notify {"openid":"$lin","notify_type":2001,"notify_code":"$transaction_id","content_json":"{\\"cur_status\\":1}","check_json":"{\\"pay_amount\\":1,\\"pay_time\\":1}"}
85434 | mini-program | act card lin ; POST /wxa/set_user_notify {"openid":"$lin","notify_type":9,"notify_code":"$notify_code","content_json":"{\\"cur_status\\":1}"}
85435 | mini-program | act card lin ; POST /wxa/set_user_notify {"openid":"$lin","notify_type":2001,"notify_code":"$notify_code","content_json":"{"}
85437 | mini-program | POST /wxa/set_user_notify {"openid":"$lin","notify_type":2001,"notify_code":"none","content_json":"{\\"cur_status\\":1}"}
85438 | mini-program | act card lin ; clock +10m ; POST /wxa/set_user_notify {"openid":"$lin","notify_type":2001,"notify_code":"$notify_code","content_json":"{\\"cur_status\\":1}"}
85439 | mini-program | act card lin ; POST /wxa/set_user_notify {"openid":"$lin","notify_type":2001,"notify_code":"$notify_code","content_json":"{\\"cur_status\\":2}"} ; POST /wxa/set_user_notify {"openid":"$lin","notify_type":2001,"notify_code":"$notify_code","content_json":"{\\"cur_status\\":1}"}
85440 | mini-program | act card lin ; POST /wxa/set_user_notify {"openid":"$lin","notify_type":2001,"notify_code":"$notify_code","content_json":"{}"}
85441 | mini-program | act card lin ; POST /wxa/set_user_notify {"openid":"$lin","notify_type":2001,"notify_code":"$notify_code","content_json":"{\\"cur_status\\":\\"one\\"}"}
85442 | mini-program | act card lin ; POST /wxa/set_user_notify {"openid":"$lin","notify_type":2001,"notify_code":"$notify_code","content_json":"{\\"cur_status\\":1,\\"text\\":\\"赌博\\"}"}
85448 | mini-program | act card lin ; 2× POST /wxa/set_user_notify {"openid":"$lin","notify_type":2001,"notify_code":"$notify_code","content_json":"{\\"cur_status\\":1}"}

# Shipping information
10060001 | mini-program | POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"none"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
10060002 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}} ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":2,"shipping_list":[{"tracking_no":"YT2","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:06.000Z","payer":{"openid":"$lin"},"is_all_delivered":false}
10060014 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{}}
10060005 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":5,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
10060006 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":2,"delivery_mode":2,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
10060007 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":2,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
10060008 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"1","express_company":"YTO","item_desc":""}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
10060009 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"1","express_company":"YTO","item_desc":"«茶*121»"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
10060024 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":2,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT2","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT3","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT4","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT5","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT6","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT7","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT8","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT9","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT10","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT11","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT12","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT13","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT14","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT15","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT16","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"},"is_all_delivered":true}
10060025 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"1","express_company":"«X*129»","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
10060026 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"«1*129»","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
10060031 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$mei"}}
10060028 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/notify_confirm_receive {"transaction_id":"$transaction_id","received_time":$now}
10060023 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":2,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"},"is_all_delivered":true} ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":2,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"},"is_all_delivered":true}
10060003 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}} ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT2","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:06.000Z","payer":{"openid":"$lin"}} ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT3","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:07.000Z","payer":{"openid":"$lin"}}
10060030 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}} ; clock +1h ; 2× POST /wxa/sec/order/notify_confirm_receive {"transaction_id":"$transaction_id","received_time":$now}
10060029 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}} ; POST /wxa/sec/order/notify_confirm_receive {"transaction_id":"$transaction_id","received_time":1}
10060032 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":4,"delivery_mode":1,"shipping_list":[{"item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}} ; clock +1h ; POST /wxa/sec/order/notify_confirm_receive {"transaction_id":"$transaction_id","received_time":$now}
10060004 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}} ; clock +11d ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT2","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-12-03T04:00:00.000Z","payer":{"openid":"$lin"}}
268485216 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22 12:00:00","payer":{"openid":"$lin"}}
268485224 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":3,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
268485226 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
268485227 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"1","express_company":"","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
268485228 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2,"transaction_id":"$transaction_id"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"},{"tracking_no":"YT2","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
268546001 | mini-program | control account {"account":"mini-program","tradeManaged":true} ; act buy lin ; clock +5s ; POST /wxa/sec/order/opspecialorder {"order_id":"$transaction_id","type":1,"delay_to":1}
10060011 | mini-program | POST /wxa/sec/order/get_order_list {"last_index":"none"}
268485194 | mini-program | POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":3},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
268485195 | mini-program | POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":2},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
268485196 | mini-program | POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":1},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
268485197 | mini-program | POST /wxa/sec/order/upload_shipping_info {"order_key":{"order_number_type":1,"mchid":"1"},"logistics_type":1,"delivery_mode":1,"shipping_list":[{"tracking_no":"YT1","express_company":"YTO","item_desc":"茶"}],"upload_time":"2026-11-22T04:00:05.000Z","payer":{"openid":"$lin"}}
268546000 | mini-program | POST /wxa/sec/order/opspecialorder {"order_id":"none","type":3}
268546002 | mini-program | POST /wxa/sec/order/opspecialorder {"order_id":"none","type":2}

# Channels, shop, partners
100000 | league | control partner {"kind":"league"} ; POST /channels/ec/promoter/get_shop_feed_list {"shop_appid":"wx0","promoter_id":"none","promoter_type":1,"page_size":1}
100002 | shop | POST /channels/ec/order/get {"order_id":"1"}
-2 /channels/ | channels | POST /channels/ec/compass/finder/overall/get {"ds":"none"}
1 /wxa/business/checkencryptedmsg | mini-program | POST /wxa/business/checkencryptedmsg {"encrypted_msg_hash":"«a*64»"}

# Third-party platform
61004 | platform | control component {"ipWhitelist":["10.0.0.1"]} ; POST /cgi-bin/component/api_component_token {"component_verify_ticket":"none"}
61006 | platform | POST /cgi-bin/component/api_component_token {"component_verify_ticket":"none"}
61005 | platform | control component {"eventUrl":"$url/nobody-listens"} ; control component {"ticketsOn":false} ; clock +13h ; POST /cgi-bin/component/api_component_token {"component_verify_ticket":"$lastTicket"}
61003 | platform | POST /cgi-bin/component/api_get_authorizer_info {"authorizer_appid":"$appid@service"}
61009 | platform | POST /cgi-bin/component/api_query_auth {"authorization_code":"none"}
61010 /cgi-bin/component/ | platform | act authorise lin {"account":"service"} ; clock +11m ; POST /cgi-bin/component/api_query_auth {"authorization_code":"$code"}
61023 | platform | act authorise lin {"account":"service"} ; POST /cgi-bin/component/api_authorizer_token {"authorizer_appid":"$appid@service","authorizer_refresh_token":"none"}
61007 | service by platform | act authorise lin {"account":"service","sets":"1"} ; POST /cgi-bin/qrcode/create {"action_name":"QR_STR_SCENE","action_info":{"scene":{"scene_str":"a"}}}
89000 | mini-program by platform | act authorise lin {"account":"mini-program"} ; POST /cgi-bin/open/create {}
89001 | mini-program by platform | act authorise lin {"account":"mini-program"} ; control account {"account":"mini-program","bound":false} ; POST /cgi-bin/open/bind {"open_appid":"wx0"}
89002 | mini-program by platform | act authorise lin {"account":"mini-program"} ; control account {"account":"mini-program","bound":false} ; POST /cgi-bin/open/get {}
89003 | mini-program by platform | act authorise lin {"account":"mini-program"} ; POST /cgi-bin/open/get {} ; POST /cgi-bin/open/unbind {"open_appid":"$open_appid"}
1003 /cgi-bin/wxopen/wxamplink | service by platform | act authorise lin {"account":"service"} ; 2× POST /cgi-bin/wxopen/wxamplink {"appid":"$appid@mini-program","notify_users":0,"show_profile":1}
`
