import { createContext, useContext } from 'react'

export type Brand = { id: string; name: string; timeZone: string; role: string }

/** The brand whose screens are open. */
export const BrandContext = createContext<Brand>({ id: '', name: '', timeZone: 'Asia/Shanghai', role: 'viewer' })
export const useBrand = () => useContext(BrandContext)
/** The route parameters nearly every call takes. */
export const useBrandParams = () => ({ brandId: useContext(BrandContext).id })
