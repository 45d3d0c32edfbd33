import { permissionSets } from '@wematrix/wechat'

type Words = { zh: string; en: string }

/** A permission set in words; those that no endpoint of ours needs have a number only. */
export function nameOfSet(id: number): Words {
  const { zh = `权限集 ${id}`, en = `permission set ${id}` } = permissionSets[id] ?? {}
  return { zh, en }
}
