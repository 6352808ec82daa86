/** The types of the messages (`Tender`, `CallForTenders`…) and of the field table. */
export type * from '@liaison/mio';
export {
  codeLists,
  compareMessages,
  csvColumns,
  describePlace,
  jsonSchema,
  lineAmounts,
  lotAmounts,
  messages,
  profileSchemas,
} from '@liaison/mio';
export type { CertificateSigner, Verification } from '@liaison/mio-certificate';
export type { ControllerIdentity, ControlReport, Finding, NomenclatureSet } from '@liaison/mio-control';
export type { Trust } from '@liaison/pki';
export { certifyMessage, type CertifyOptions, type TimestampService } from './certificate/certify-message.ts';
export { openSigner, openTrust } from './certificate/open-keys.ts';
export { describeVerification, verifyMessage, type VerifyOptions } from './certificate/verify-message.ts';
export {
  openController,
  type ControllerOptions,
  type ControlOptions,
  type MessageController,
} from './control/open-controller.ts';
export {
  renderReport,
  reportFormats,
  type ReportEnvelope,
  type ReportFormat,
} from './control/render-report.ts';
export { SdkError, type SdkErrorCode } from './error.ts';
export { formatOfBytes, formatOfName, messageFormats, type MessageFormat } from './message/formats.ts';
export {
  isNeeds,
  readMessage,
  type Reading,
  type ReadOptions,
  type Trouble,
} from './message/read-message.ts';
export {
  readTextMessage,
  readWorkbookMessage,
  type TextReading,
  type WorkbookOptions,
  type WorkbookReading,
} from './message/read-formats.ts';
export { tableSheet } from './message/table-workbook.ts';
export { writeMessage, type WriteOptions } from './message/write-message.ts';
export { openService, type MioService, type ServiceOptions } from './service/open-service.ts';
