/** Roots of the official documentation that the rows cite. */
const docs = 'developers.weixin.qq.com/doc'
export const service = (page: string) => `${docs}/service/api/${page}`
export const miniProgram = (page: string) => `developers.weixin.qq.com/miniprogram/dev/${page}`
export const shop = (page: string) => `${docs}/store/shop/${page}`
export const channels = (page: string) => `${docs}/channels/api/${page}`
export const openPlatform = (page: string) => `${docs}/oplatform/openApi/${page}`
