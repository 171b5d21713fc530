import { createServer, type Socket } from "node:net";

/** As much of Redis as answers INFO, for what a doctor reads there. */
export async function startFakeRedis(info: Readonly<Record<string, string>>) {
  const text = Object.entries(info)
    .map(([key, value]) => `${key}:${value}\r\n`)
    .join("");
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (bytes) => {
      for (const [, name = ""] of bytes.toString().matchAll(/\*\d+\r\n\$\d+\r\n(\w+)\r\n/g)) {
        const asked = name.toLowerCase() === "info";
        socket.write(asked ? `$${Buffer.byteLength(text)}\r\n${text}\r\n` : "+OK\r\n");
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return {
    url: `redis://127.0.0.1:${address.port}`,
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
