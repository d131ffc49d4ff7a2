/** A user pool of our own: the MiniStack emulator that `cargo xtask test` installs, or the one that MINISTACK names. */
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "./service";

const installed = fileURLToPath(new URL("../../../target/tools/ministack/bin/ministack", import.meta.url));
const emulator = process.env["MINISTACK"] ?? installed;
/** The emulator's code for every address that is to be confirmed. */
export const CONFIRMATION_CODE = "123456";
const REGION = "eu-west-1";
/** Shorter than any real pool's, so that a test can see tokens expire. */
const ACCESS_TOKEN_SECONDS = 10;

export interface UserPool {
  settings: { region: string; user_pool_id: string; client_id: string; endpoint: string };
  /** Settings of a service where people sign in with it. */
  variables: Record<string, string>;
  stop: () => void;
}

export async function startUserPool(): Promise<UserPool> {
  if (!existsSync(emulator)) {
    throw new Error(`there is no Cognito emulator at ${emulator}: run \`cargo xtask test\`, which installs one`);
  }
  const directory = mkdtempSync(join(tmpdir(), "code-remote-cognito-"));
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  const child = spawn(emulator, {
    stdio: "ignore",
    env: {
      ...process.env,
      MINISTACK_HOST: "127.0.0.1",
      BIND_HOST: "127.0.0.1",
      GATEWAY_PORT: String(port),
      MINISTACK_REGION: REGION,
      SERVICES: "cognito-idp",
      DOCKER_HOST: "unix:///nonexistent",
      STATE_DIR: directory,
      // It would listen on a port that two emulators cannot share.
      IOT_MTLS_ENABLED: "0",
    },
  });
  await ready(`${endpoint}/_ministack/health`);
  const pool = await call<{ UserPool: { Id: string } }>(endpoint, "CreateUserPool", {
    PoolName: "e2e",
    UsernameAttributes: ["email"],
    AutoVerifiedAttributes: ["email"],
  });
  const client = await call<{ UserPoolClient: { ClientId: string } }>(endpoint, "CreateUserPoolClient", {
    UserPoolId: pool.UserPool.Id,
    ClientName: "web",
    GenerateSecret: false,
    ExplicitAuthFlows: ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
    PreventUserExistenceErrors: "ENABLED",
    AccessTokenValidity: ACCESS_TOKEN_SECONDS,
    TokenValidityUnits: { AccessToken: "seconds" },
  });
  const settings = {
    region: REGION,
    user_pool_id: pool.UserPool.Id,
    client_id: client.UserPoolClient.ClientId,
    endpoint,
  };
  const variables = {
    CODE_REMOTE_AUTH: "cognito",
    CODE_REMOTE_COGNITO_REGION: settings.region,
    CODE_REMOTE_COGNITO_USER_POOL_ID: settings.user_pool_id,
    CODE_REMOTE_COGNITO_CLIENT_ID: settings.client_id,
    CODE_REMOTE_COGNITO_ENDPOINT: settings.endpoint,
  };
  const stop = (): void => {
    child.kill();
    rmSync(directory, { recursive: true, force: true });
  };
  return { settings, variables, stop };
}

async function call<T>(endpoint: string, action: string, body: unknown): Promise<T> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: {
      "content-type": "application/x-amz-json-1.1",
      "x-amz-target": `AWSCognitoIdentityProviderService.${action}`,
      authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/${REGION}/cognito-idp/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${action}: ${await response.text()}`);
  return (await response.json()) as T;
}

async function ready(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    const response = await fetch(url).catch(() => null);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the emulator did not start");
}
