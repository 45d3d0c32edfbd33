import { app } from './wematrix'

app({})
