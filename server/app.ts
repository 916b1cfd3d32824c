import { randomUUID } from "node:crypto";
import cookie from "@fastify/cookie";
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from "@fastify/type-provider-zod";
import Fastify, { type FastifyInstance, type FastifyServerOptions, LogController, type RouteOptions } from "fastify";
import { AppError } from "../src/kernel/app-error.ts";
import { useAuditLog } from "./plugins/audit-log.ts";
import { useAuthentication } from "./plugins/authentication.ts";
import { requireAccess, useAuthorization } from "./plugins/authorization.ts";
import { CLIENT_PATIENCE, type ClientPatience, clientLimits } from "./plugins/client-errors.ts";
import { useHostGuard } from "./plugins/host-guard.ts";
import { useIdempotency } from "./plugins/idempotency.ts";
import { makeRegistry, metricsRoute, useMetrics } from "./plugins/metrics.ts";
import { useOpenapi } from "./plugins/openapi.ts";
import { useOriginGuard } from "./plugins/origin-guard.ts";
import { sendProblem, useProblemDetails } from "./plugins/problem-details.ts";
import { useRequestLog } from "./plugins/request-log.ts";
import { useRequestTrace } from "./plugins/request-trace.ts";
import { useSecurityHeaders } from "./plugins/security-headers.ts";
import { makeFlowCookie, makeSessionCookie } from "./plugins/session-cookie.ts";
import { useShuttingDown } from "./plugins/shutting-down.ts";
import { useUnknownRoutes } from "./plugins/unknown-routes.ts";
import { useWebsockets } from "./plugins/websockets.ts";
import { useYamlBody } from "./plugins/yaml-body.ts";
import { accountEventRoutes } from "./routes/account-events.ts";
import { accountRoutes } from "./routes/account-routes.ts";
import { administrationRoutes } from "./routes/administration.ts";
import { authRoutes } from "./routes/auth.ts";
import { bannerRoutes } from "./routes/banners.ts";
import { bucketObjectRoutes } from "./routes/bucket-objects.ts";
import { bucketRoutes } from "./routes/buckets.ts";
import { cloudImportRoutes } from "./routes/cloud-import.ts";
import { cloudRoutes } from "./routes/clouds.ts";
import { driftRoutes } from "./routes/drift.ts";
import { enginePinRoutes } from "./routes/engine-pins.ts";
import { healthRoutes } from "./routes/health.ts";
import { homeRoute } from "./routes/home.ts";
import { imageContentRoutes } from "./routes/image-content.ts";
import { imageRoutes } from "./routes/images.ts";
import { instanceRoutes } from "./routes/instances.ts";
import { machineSessionRoutes } from "./routes/machine-sessions.ts";
import { machineRoutes } from "./routes/machines.ts";
import { meRoutes } from "./routes/me.ts";
import { meSecondFactorRoutes } from "./routes/me-second-factor.ts";
import { openidRoutes } from "./routes/openid.ts";
import { pageRoutes } from "./routes/page.ts";
import { policyRoutes } from "./routes/policy.ts";
import { powerRoutes } from "./routes/power.ts";
import { repairRoutes } from "./routes/repair.ts";
import { requirementRoutes } from "./routes/requirements.ts";
import { revisionRoutes } from "./routes/revisions.ts";
import { runEventRoutes } from "./routes/run-events.ts";
import { runRoutes } from "./routes/runs.ts";
import { sandboxFaultRoutes } from "./routes/sandbox-faults.ts";
import { settingRoutes } from "./routes/settings.ts";
import { stateRoutes } from "./routes/state.ts";
import { stateVersionRoutes } from "./routes/states.ts";
import { statusRoutes } from "./routes/status.ts";
import { tenantRoutes } from "./routes/tenants.ts";
import { webhookRoutes } from "./routes/webhooks.ts";
import { workspaceEventRoutes } from "./routes/workspace-events.ts";
import { workspaceRoutes } from "./routes/workspaces.ts";
import type { Services } from "./services.ts";
import type { Tracing } from "./tracing.ts";
import type { WebPage } from "./web-page.ts";

/** Room for a requirement with its files and cloud-init; far more than fits into user data. */
const BODY_LIMIT_BYTES = 256 * 1024;

export interface AppOptions {
  readonly version: string;
  /** Host names besides the loopback ones under which the service is reached. */
  readonly hostNames: readonly string[];
  readonly logger: Exclude<FastifyServerOptions["logger"], undefined>;
  readonly parseYaml: (text: string) => unknown;
  /** Recognizes failures of what lies below the routes. */
  readonly translate: (error: unknown) => AppError | null;
  readonly tracing: Tracing;
  /** What a collector of metrics sends as bearer token; without it only administrators of the site may read them. */
  readonly metricsToken: string | undefined;
  /** How often a silent event stream shows that it lives, in milliseconds. */
  readonly heartbeatMs: number;
  /** Whether the service is ending and takes no new work. */
  readonly isStopping?: () => boolean;
  /** Where people reach the service; known at the latest when it listens. */
  readonly publicUrl: () => string;
  /** Addresses or networks whose `X-Forwarded-For` is believed; none by default. */
  readonly trustedProxies?: readonly string[];
  /** How long clients may take to send a request. */
  readonly patience?: ClientPatience;
  /** The built web page; without it the service says in a few words what it is. */
  readonly page?: WebPage | null;
  /** Hears of every route as it is made; for those who must know them all. */
  readonly onRoute?: (route: RouteOptions) => void;
}

/** A Fastify instance whose routes declare their schemas in zod. */
export type App = FastifyInstance<
  import("node:http").Server,
  import("node:http").IncomingMessage,
  import("node:http").ServerResponse,
  import("fastify").FastifyBaseLogger,
  ZodTypeProvider
>;

/** Builds the service's HTTP side without listening. */
export async function buildApp(services: Services, options: AppOptions): Promise<App> {
  const app = Fastify({
    logger: options.logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT_BYTES,
    genReqId: () => randomUUID(),
    requestIdHeader: false,
    ...clientLimits(options.patience ?? CLIENT_PATIENCE),
    // An open event stream would otherwise hold up the end of the service.
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    ...(options.trustedProxies !== undefined &&
      options.trustedProxies.length > 0 && { trustProxy: [...options.trustedProxies] }),
    // No hook runs for an address that cannot even be decoded.
    frameworkErrors(_error, request, reply) {
      const problem = new AppError("not-found", "The address is malformed.");
      void sendProblem(request, reply.header("x-request-id", request.id), problem);
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHttpMethod("LOCK", { hasBody: true });
  app.addHttpMethod("UNLOCK", { hasBody: true });

  requireAccess(app);
  if (options.onRoute !== undefined) app.addHook("onRoute", options.onRoute);
  useProblemDetails(app, options);
  useRequestLog(app);
  useRequestTrace(app, options.tracing);
  const registry = makeRegistry(options.version);
  useMetrics(app, registry);
  useSecurityHeaders(app);
  useHostGuard(app, options.hostNames);
  useUnknownRoutes(app);
  useYamlBody(app, options.parseYaml);
  await useOpenapi(app, options.version);
  await app.register(cookie);
  await useWebsockets(app);

  await app.register(async (open: App) => {
    if (options.page == null) homeRoute(open, services);
    else pageRoutes(open, options.page);
    healthRoutes(open, services);
    machineRoutes(open, services);
    imageContentRoutes(open, services);
    metricsRoute(open, services, registry, options);
  });
  await app.register(async (states: App) => stateRoutes(states, services), { prefix: "/state/v1" });
  await app.register(async (api: App) => registerApi(api, services, options), { prefix: "/api/v1" });
  return app;
}

function registerApi(api: App, services: Services, options: AppOptions): void {
  useShuttingDown(api, options.isStopping ?? (() => false));
  const sessionCookie = makeSessionCookie(options.publicUrl);
  useOriginGuard(api, sessionCookie, options.publicUrl);
  useAuthentication(api, { ...services, cookie: sessionCookie });
  useAuthorization(api, services.access);
  useIdempotency(api, services.idempotency);
  useAuditLog(api, services);
  authRoutes(api, services, sessionCookie);
  meRoutes(api, services, sessionCookie);
  meSecondFactorRoutes(api, services, sessionCookie);
  settingRoutes(api, services);
  openidRoutes(api, services, { session: sessionCookie, flow: makeFlowCookie(options.publicUrl) });
  requirementRoutes(api, services);
  workspaceRoutes(api, services);
  revisionRoutes(api, services);
  enginePinRoutes(api, services);
  runRoutes(api, services);
  repairRoutes(api, services);
  driftRoutes(api, services);
  policyRoutes(api, services);
  powerRoutes(api, services);
  workspaceEventRoutes(api, services);
  stateVersionRoutes(api, services);
  runEventRoutes(api, services, { heartbeatMs: options.heartbeatMs, cookie: sessionCookie });
  accountEventRoutes(api, services, { heartbeatMs: options.heartbeatMs, cookie: sessionCookie });
  instanceRoutes(api, services);
  machineSessionRoutes(api, services, sessionCookie);
  cloudRoutes(api, services);
  cloudImportRoutes(api, services);
  imageRoutes(api, services);
  bucketRoutes(api, services);
  bucketObjectRoutes(api, services);
  webhookRoutes(api, services);
  accountRoutes(api, services);
  administrationRoutes(api, services);
  bannerRoutes(api, services);
  tenantRoutes(api, services);
  sandboxFaultRoutes(api, services);
  statusRoutes(api, services);
}
