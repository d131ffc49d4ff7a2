/** A network between the browser and the service that can fail: a TCP relay on a port of its own. */
import { once } from "node:events";
import { connect, createServer, type Socket } from "node:net";

export interface Network {
  /** The service, as seen through this network. */
  readonly url: string;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Keeps every connection open and lets nothing through, as when a machine on the way has gone. */
  freeze(): void;
  /** Lets everything through again; what was sent meanwhile is lost with its connection. */
  restore(): void;
  dispose(): void;
}

export async function startNetwork(serviceUrl: string): Promise<Network> {
  const { hostname, port } = new URL(serviceUrl);
  const open = new Set<Socket>();
  let state: "up" | "cut" | "frozen" = "up";
  const relay = createServer((near) => {
    if (state === "cut") return near.destroy();
    const far = connect(Number(port), hostname);
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(socket);
      socket.on("data", (chunk) => state === "up" && other.write(chunk));
      socket.on("close", () => {
        open.delete(socket);
        other.destroy();
      });
      // Every end of a connection is followed by `close`.
      socket.on("error", () => undefined);
    }
    return undefined;
  });
  relay.listen(0, "127.0.0.1");
  await once(relay, "listening");
  const address = relay.address();
  if (address === null || typeof address === "string") throw new Error("the relay has no port");
  const drop = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${address.port}`,
    cut() {
      state = "cut";
      drop();
    },
    freeze() {
      state = "frozen";
    },
    restore() {
      if (state === "frozen") drop();
      state = "up";
    },
    dispose() {
      relay.close();
      drop();
    },
  };
}
