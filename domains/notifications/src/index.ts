export { french } from './fr.ts';
export type { Audience, NotificationKind, Subject } from './model.ts';
export { notify, type Telling } from './notify.ts';
export { markNotificationsRead, readNotifications, type NotificationPage } from './read-notifications.ts';
export { handlers, type MailHandlers } from './send-mail.ts';
