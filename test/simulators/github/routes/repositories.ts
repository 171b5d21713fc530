import { mustSee, permissionOf, permissionOfLogin } from "../access.ts";
import { notFound, Refusal } from "../refusal.ts";
import { association, nodeId, time } from "../render.ts";
import { permissionFlags, renderRepository } from "../render-repository.ts";
import { type Call, ok, page, type Routes, repoOf } from "../request.ts";

export const repositoryRoutes: Routes = {
  "GET /repos/:owner/:repo": (call) => {
    const repo = repoOf(call);
    const shown = renderRepository(call.render, repo);
    const permissions = permissionFlags(permissionOf(repo, call.caller));
    return ok({ ...shown, permissions, network_count: 0, subscribers_count: 0 });
  },

  "GET /repos/:owner/:repo/collaborators/:login/permission": (call) => {
    const repo = repoOf(call);
    const login = call.params["login"] ?? "";
    if (!call.world.users.has(login.toLowerCase())) throw notFound();
    if (call.caller.kind === "anonymous") throw new Refusal(401, "Requires authentication");
    const permission = permissionOfLogin(repo, login);
    const user = { ...call.render.user(login), permissions: permissionFlags(permission) };
    return ok({ permission, role_name: permission, user: { ...user, role_name: permission } });
  },

  "GET /repos/:owner/:repo/collaborators/:login": (call) => {
    const repo = repoOf(call);
    if (association(repo, call.params["login"] ?? "") === "NONE") throw notFound();
    return { status: 204 };
  },

  "GET /repos/:owner/:repo/issue-types": (call) => {
    const repo = repoOf(call);
    return ok(
      repo.issueTypes.map((name, at) => ({
        id: at + 1,
        node_id: nodeId("IT", at + 1),
        name,
        description: null,
        is_enabled: true,
      })),
    );
  },

  "GET /repos/:owner/:repo/contents/:path*": (call) => contents(call, call.params["path"] ?? ""),
  "GET /repos/:owner/:repo/contents": (call) => contents(call, ""),

  "GET /repos/:owner/:repo/releases": (call) => {
    const repo = repoOf(call);
    return page(call, repo.releases.toReversed(), (one) => call.render.release(repo, one));
  },

  "GET /repos/:owner/:repo/releases/latest": (call) => {
    const repo = repoOf(call);
    const latest = repo.releases.findLast((one) => !one.prerelease);
    if (!latest) throw notFound();
    return ok(call.render.release(repo, latest));
  },

  "GET /repos/:owner/:repo/releases/tags/:tag": (call) => {
    const repo = repoOf(call);
    const found = repo.releases.find((one) => one.tag === call.params["tag"]);
    if (!found) throw notFound();
    return ok(call.render.release(repo, found));
  },

  "GET /users/:login": (call) => {
    const login = call.params["login"] ?? "";
    if (!call.world.users.has(login.toLowerCase())) throw notFound();
    return ok(profile(call, login));
  },

  "GET /user": (call) => {
    if (call.caller.kind === "anonymous") throw new Refusal(401, "Requires authentication");
    if (call.caller.kind !== "user") {
      throw new Refusal(403, "Resource not accessible by integration");
    }
    return ok(profile(call, call.caller.login));
  },
};

function profile(call: Call, login: string) {
  const blank = { name: null, company: null, blog: "", location: null, email: null };
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  const dates = { created_at: time(0), updated_at: time(0) };
  return { ...call.render.user(login), ...blank, hireable: null, bio: null, ...counts, ...dates };
}

function contents(call: Call, path: string) {
  const repo = repoOf(call);
  mustSee(repo, call.caller);
  const text = repo.files.get(path);
  if (text !== undefined) return ok(file(call, path, text));
  const folder = path === "" ? "" : `${path.replace(/\/$/, "")}/`;
  const children = new Set(
    [...repo.files.keys()]
      .filter((name) => name.startsWith(folder))
      .map((name) => name.slice(folder.length).split("/")[0] ?? ""),
  );
  if (children.size === 0) throw notFound();
  return ok(
    [...children].map((name) => {
      const child = `${folder}${name}`;
      const content = repo.files.get(child);
      return entry(call, child, content === undefined ? "dir" : "file", content?.length ?? 0);
    }),
  );
}

function file(call: Call, path: string, text: string) {
  const content = Buffer.from(text).toString("base64");
  return { ...entry(call, path, "file", Buffer.byteLength(text)), encoding: "base64", content };
}

function entry(call: Call, path: string, type: "dir" | "file", size: number) {
  const url = `${call.url.origin}${call.url.pathname}`;
  const name = path.split("/").at(-1) ?? path;
  const links = { self: url, git: url, html: url };
  const sha = Buffer.from(path).toString("hex").padEnd(40, "0").slice(0, 40);
  const urls = { url, git_url: url, html_url: url, download_url: type === "file" ? url : null };
  return { type, size, name, path, sha, ...urls, _links: links };
}
