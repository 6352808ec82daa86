export { openAdmission } from './admission.ts';
export { createApp, type App, type AppOptions } from './app.ts';
export { heartbeatMs, openEventStreams, type EventStream } from './event-stream.ts';
export { readMetrics } from './metrics.ts';
export { httpTexts, type ProblemTexts } from './problem.ts';
export { actorOf, bytesOf, refuseUnknown, route, type Asked } from './route.ts';
