import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const gateway = process.env["CODE_REMOTE_URL"] ?? "http://127.0.0.1:8080";

/** Everything that the gateway answers; the rest is the page. */
const apiPaths = ["/v1", "/execute", "/validate", "/analyze", "/languages", "/health", "/openapi.json", "/docs"];
// The gateway takes changes only from its own origin, which the development server is not.
const proxy = Object.fromEntries(
  apiPaths.map((path) => [path, { target: gateway, changeOrigin: true, headers: { origin: gateway } }]),
);

/** What the gateway sends with the page, so that a violation shows before the page is embedded. */
const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "worker-src 'self' blob:",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  server: { proxy },
  preview: { proxy, headers: { "content-security-policy": contentSecurityPolicy } },
  worker: { format: "es" },
  build: {
    target: "es2022",
    manifest: true,
    // Monaco is one large lazy chunk on purpose; scripts/budget.mjs holds the real limits.
    chunkSizeWarningLimit: 5000,
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    restoreMocks: true,
  },
});
