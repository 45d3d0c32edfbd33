import {
  ApartmentOutlined,
  ApiOutlined,
  BookOutlined,
  FunnelPlotOutlined,
  HeatMapOutlined,
  ImportOutlined,
  NodeIndexOutlined,
  SafetyCertificateOutlined,
  SettingOutlined,
  TeamOutlined,
} from '@ant-design/icons'
import type { ComponentType } from 'react'
import type { Word } from '../locales/index.tsx'

/** The screens of a brand in the order of the navigation, and the letter after `g` that goes there. */
export const screens: { path: string; word: Word; key: string; icon: ComponentType }[] = [
  { path: 'overview', word: 'nav.overview', key: 'o', icon: ApartmentOutlined },
  { path: 'funnel', word: 'nav.funnel', key: 'f', icon: FunnelPlotOutlined },
  { path: 'retention', word: 'nav.retention', key: 'r', icon: HeatMapOutlined },
  { path: 'paths', word: 'nav.paths', key: 'p', icon: NodeIndexOutlined },
  { path: 'people', word: 'nav.people', key: 'u', icon: TeamOutlined },
  { path: 'checks', word: 'nav.checks', key: 'k', icon: SafetyCertificateOutlined },
  { path: 'carriers', word: 'nav.carriers', key: 'c', icon: ApiOutlined },
  { path: 'imports', word: 'nav.imports', key: 'i', icon: ImportOutlined },
  { path: 'metrics', word: 'nav.metrics', key: 'd', icon: BookOutlined },
  { path: 'settings', word: 'nav.settings', key: 's', icon: SettingOutlined },
]
