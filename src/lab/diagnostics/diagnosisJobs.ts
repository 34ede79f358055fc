import type {
  CandidateDiagnosis,
  DiagnosisRequest,
  DiagnosticRowPage,
  DiagnosticRowsRequest,
} from '../../contract/diagnostics.ts'
import type { ErrorData } from '../../core/errors.ts'
import type { CandidateSource } from './candidateSource.ts'

/** What the thread for diagnoses is asked; predictions come with a source the first time its key is named. */
export type DiagnosisJob =
  | {
      readonly kind: 'diagnose'
      readonly source: CandidateSource
      readonly request: Omit<DiagnosisRequest, 'candidates'>
    }
  | {
      readonly kind: 'rows'
      readonly source: CandidateSource
      readonly request: Omit<DiagnosticRowsRequest, 'candidate'>
    }
  | {
      readonly kind: 'rowsCsv'
      readonly source: CandidateSource
      readonly request: Omit<DiagnosticRowsRequest, 'candidate'>
    }

/** What it answers, one answer for each job in order. */
export type DiagnosisAnswer =
  | { readonly diagnosis: CandidateDiagnosis }
  | { readonly page: DiagnosticRowPage }
  | { readonly csv: string }
  | { readonly error: ErrorData }
