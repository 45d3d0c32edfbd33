/** Who people are by the statistics of a Mini Program: drawn from the seed, the same at every call. */
import type { Portrait } from '@wematrix/wechat'
import { Random } from '../random.ts'

type Choice = { id?: number; name: string; weight: number }
const places: readonly (Choice & { cities: readonly string[] })[] = [
  { id: 31, name: '上海市', weight: 24, cities: ['上海'] },
  { id: 33, name: '浙江省', weight: 22, cities: ['杭州', '宁波', '温州'] },
  { id: 32, name: '江苏省', weight: 16, cities: ['苏州', '南京', '无锡'] },
  { id: 44, name: '广东省', weight: 14, cities: ['广州', '深圳', '佛山'] },
  { id: 35, name: '福建省', weight: 12, cities: ['福州', '厦门', '泉州'] },
  { id: 11, name: '北京市', weight: 8, cities: ['北京'] },
  { id: 51, name: '四川省', weight: 4, cities: ['成都'] },
]
const genders: readonly Choice[] = [
  { id: 0, name: '未知', weight: 4 },
  { id: 1, name: '男', weight: 40 },
  { id: 2, name: '女', weight: 56 },
]
const ages: readonly Choice[] = [
  { id: 0, name: '未知', weight: 3 },
  { id: 1, name: '17岁以下', weight: 1 },
  { id: 2, name: '18-24岁', weight: 16 },
  { id: 3, name: '25-29岁', weight: 22 },
  { id: 4, name: '30-39岁', weight: 31 },
  { id: 5, name: '40-49岁', weight: 17 },
  { id: 6, name: '50岁以上', weight: 10 },
]
const androids = ['OPPO', 'vivo', 'HUAWEI', 'Xiaomi', 'HONOR']

type Item = { id?: number; name: string }
/** One person's place, sex, age and phone; the phone's platform is the one its batches name. */
function traitsOf(seed: number, index: number): Record<keyof Portrait, Item> {
  const random = new Random(seed, 81, index)
  const pick = <T extends Choice>(list: readonly T[]) => list[random.weighted(list.map(({ weight }) => weight))]!
  const { id = 0, name, cities } = pick(places)
  const city = random.integer(0, cities.length - 1)
  const item = ({ id: key, name: text }: Choice): Item => ({ ...(key === undefined ? {} : { id: key }), name: text })
  const ios = index % 3 === 0
  return {
    province: { id, name },
    city: { id: id * 100 + city + 1, name: cities[city]! },
    genders: item(pick(genders)),
    ages: item(pick(ages)),
    platforms: ios ? { id: 1, name: 'iPhone' } : { id: 2, name: 'Android' },
    devices: { name: ios ? 'iPhone' : random.pick(androids) },
  }
}

/** How many of these people (by their place in the world) have which trait; every distribution sums to their number. */
export function portraitOf(seed: number, persons: readonly number[]): Portrait {
  const counted: Record<keyof Portrait, Map<string, Item & { value: number }>> = {
    province: new Map(),
    city: new Map(),
    genders: new Map(),
    platforms: new Map(),
    devices: new Map(),
    ages: new Map(),
  }
  for (const index of persons) {
    for (const [name, item] of Object.entries(traitsOf(seed, index)) as [keyof Portrait, Item][]) {
      const row = counted[name].get(item.name) ?? { ...item, value: 0 }
      row.value++
      counted[name].set(item.name, row)
    }
  }
  const list = (name: keyof Portrait) => [...counted[name].values()].sort((a, b) => b.value - a.value || a.name.localeCompare(b.name))
  return {
    province: list('province'),
    city: list('city'),
    genders: list('genders'),
    platforms: list('platforms'),
    devices: list('devices'),
    ages: list('ages'),
  }
}

/** Where a person lives, for parcels. */
export function homeOf(seed: number, index: number): { province: string; city: string } {
  const { province, city } = traitsOf(seed, index)
  return { province: province.name, city: `${city.name}市` }
}
