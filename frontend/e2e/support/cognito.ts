/** A user pool of our own: the MiniStack emulator (a Python package), found as `ministack` or by MINISTACK. */
import { spawn, spawnSync } from "node:child_process";
import { freePort } from "./service";

const emulator = process.env["MINISTACK"] ?? "ministack";
/** The emulator's code for every address that is to be confirmed. */
export const CONFIRMATION_CODE = "123456";
const REGION = "eu-west-1";

export interface UserPool {
  settings: { region: string; user_pool_id: string; client_id: string; endpoint: string };
  stop: () => void;
}

export function hasEmulator(): boolean {
  return spawnSync("which", [emulator]).status === 0;
}

export async function startUserPool(): Promise<UserPool> {
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
  });
  const settings = {
    region: REGION,
    user_pool_id: pool.UserPool.Id,
    client_id: client.UserPoolClient.ClientId,
    endpoint,
  };
  return { settings, stop: () => child.kill() };
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
