/** Registers what talents and institutions of the league may call. */
import './promoter.ts'
import './talent.ts'
