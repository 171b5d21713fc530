import type { Socket } from "node:net";

/** Stories with long posts are large; nothing sensible is larger. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** The first line that comes; rejects when the other side hangs up before it is whole. */
export function readLine(socket: Socket): Promise<string> {
  socket.setEncoding("utf8");
  return new Promise((resolve, reject) => {
    const chunks: string[] = [];
    let length = 0;
    socket.on("data", (chunk: string) => {
      const end = chunk.indexOf("\n");
      chunks.push(end < 0 ? chunk : chunk.slice(0, end));
      length += chunk.length;
      if (end >= 0) resolve(chunks.join(""));
      else if (length > MOST_CHARACTERS) reject(new Error("the line is too long"));
    });
    socket.once("error", reject);
    socket.once("close", () => reject(new Error("the other side hung up")));
  });
}
