import { createContext, useContext } from 'react'

export type Brand = { id: string; name: string; timeZone: string; role: string }

/** The brand whose screens are open. */
export const BrandContext = createContext<Brand>({ id: '', name: '', timeZone: 'Asia/Shanghai', role: 'viewer' })
export const useBrand = () => useContext(BrandContext)
const RANKS = ['viewer', 'operator', 'admin', 'owner']
/** Whether the reader's role reaches so far; what it does not reach is not offered. */
export const useMay = (role: 'operator' | 'owner') => RANKS.indexOf(useContext(BrandContext).role) >= RANKS.indexOf(role)
/** The route parameters nearly every call takes. */
export const useBrandParams = () => ({ brandId: useContext(BrandContext).id })
