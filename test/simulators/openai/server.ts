import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type Clock, systemClock } from "../../../src/triage/model/clock.ts";
import { createOpenAiSpecChecker } from "../specs.ts";
import { createBatches, RawText } from "./batches.ts";
import { type Brain, simpleBrain } from "./brain.ts";
import { answerEmbeddings } from "./embeddings.ts";
import { Failure, usualFailure } from "./failure.ts";
import { modelNamed } from "./models.ts";
import { createResponses } from "./responses.ts";
import { createScript, type Twist } from "./twist.ts";

export type OpenAiSimulatorOptions = {
  readonly brain?: Brain;
  readonly clock?: Clock;
  readonly port?: number;
};

export type OpenAiSimulator = Awaited<ReturnType<typeof startOpenAiSimulator>>;

/** An OpenAI on loopback that the vendor's client uses unchanged, with a scripted brain. */
export async function startOpenAiSimulator(options: OpenAiSimulatorOptions = {}) {
  const clock = options.clock ?? systemClock;
  const script = createScript();
  const specs = createOpenAiSpecChecker();
  const respond = createResponses(options.brain ?? simpleBrain, clock.now);
  const batches = createBatches((body) => respond(body, script.take()), clock.now);
  const requests: { readonly path: string; readonly body: unknown }[] = [];
  const oddAnswers: string[] = [];

  function route(method: string, path: string, body: unknown, twist: Twist | null): unknown {
    if (method === "POST" && path === "/responses") return respond(body, twist);
    if (method === "POST" && path === "/embeddings") {
      return twist?.twist === "answer" ? twist.json : answerEmbeddings(body);
    }
    if (method === "POST" && path === "/files") return batches.upload(body);
    if (method === "POST" && path === "/batches") return batches.create(body);
    if (method === "GET" && path === "/batches") return batches.page();
    const batchId = method === "GET" ? /^\/batches\/([^/]+)$/.exec(path)?.[1] : undefined;
    if (batchId !== undefined) return batches.retrieve(batchId);
    const fileId = /^\/files\/([^/]+)\/content$/.exec(path)?.[1];
    if (fileId !== undefined) return batches.content(fileId);
    const model = method === "GET" ? /^\/models\/([^/]+)$/.exec(path)?.[1] : undefined;
    if (model === undefined) throw new Failure(404, `Invalid URL (${method} /v1${path})`);
    modelNamed(model);
    return { id: model, object: "model", created: 1_700_000_000, owned_by: "system" };
  }

  function answer(
    method: string,
    path: string,
    key: string | undefined,
    text: string,
    form: unknown,
  ) {
    // Twists befall the requests of a batch, not the handling of its files.
    const twist = /^\/(files|batches)/.test(path) ? null : script.take();
    const body: unknown = form ?? (text === "" ? undefined : JSON.parse(text));
    requests.push({ path, body });
    specs?.check(method, path, {}, form ? { "content-type": "multipart/form-data" } : {}, body);
    if (twist?.twist === "status") throw usualFailure(twist.status, twist);
    if (!key || key === "Bearer ")
      throw usualFailure(401, { message: "Missing bearer authentication" });
    const reply = route(method, path, body, twist);
    // The description does not know embeddings in base64, which the vendor's client asks for.
    const described = !/"encoding_format":"base64"/.test(text) && !(reply instanceof RawText);
    const odd = described && specs?.checkResponse(method, path, 200, reply);
    if (odd) oddAnswers.push(odd);
    return { twist, reply };
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const path = (request.url ?? "").split("?")[0]?.replace(/^\/v1/, "") ?? "";
    const key = request.headers.authorization;
    const send = (status: number, body: string, headers: Record<string, string> = {}) => {
      response.writeHead(status, { ...usualHeaders(), ...headers });
      response.end(body);
    };
    try {
      const text = Buffer.concat(chunks).toString();
      const form = await readForm(Buffer.concat(chunks), request.headers["content-type"]);
      const { twist, reply } = answer(request.method ?? "GET", path, key, text, form);
      const body = reply instanceof RawText ? reply.text : JSON.stringify(reply);
      if (twist?.twist === "hang") return;
      if (twist?.twist === "stall") {
        response.writeHead(200, usualHeaders()).write(body.slice(0, body.length / 2));
        return;
      }
      if (twist?.twist === "drop") request.socket.destroy();
      else if (twist?.twist === "broken-body") send(200, body.slice(0, body.length / 2));
      else if (twist?.twist === "slow") clock.after(twist.ms, () => send(200, body));
      else send(200, body);
    } catch (error) {
      if (!(error instanceof Failure)) oddAnswers.push(String(error));
      const failure = error instanceof Failure ? error : usualFailure(500);
      send(failure.status, JSON.stringify(failure.body()), failure.headers);
    }
  }

  // The description is large: it is read before anybody waits for an answer.
  specs?.checkResponse("POST", "/responses", 200, {});
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");

  return {
    /** For the client's `baseURL`. */
    url: `http://127.0.0.1:${address.port}/v1`,
    /** What befalls the next request, or the next few. */
    next: script.next,
    /** What befalls every request from now on; null lifts it. */
    always: script.always,
    /** How the next batches go, and how all of them stand. */
    nextBatch: batches.next,
    batches: batches.list,
    /** What was asked so far. */
    requests: () => [...requests],
    stats: () => ({
      specs: specs?.name ?? null,
      ...(specs?.stats() ?? { requestsChecked: 0, violations: [], undescribed: [] }),
      /** Answers of the simulator that OpenAI's own description does not allow. */
      oddAnswers: [...oddAnswers],
    }),
    async close(): Promise<void> {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

/** Fields of an upload, its file as text; null for any other body. */
async function readForm(bytes: Buffer, type = ""): Promise<Record<string, string> | null> {
  if (!type.startsWith("multipart/form-data")) return null;
  const form = await new Response(new Uint8Array(bytes), {
    headers: { "content-type": type },
  }).formData();
  const fields = [...form].map(async ([name, value]) => [
    name,
    typeof value === "string" ? value : await value.text(),
  ]);
  return Object.fromEntries(await Promise.all(fields));
}

function usualHeaders(): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-request-id": `req_${randomBytes(16).toString("hex")}`,
    "openai-version": "2020-10-01",
    "openai-processing-ms": "12",
  };
}
